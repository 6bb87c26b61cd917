// A parent that runs a one-shot command and waits to be killed; the command says its process id.
import { runCommand, runShown } from '../src/run-command.ts'

const run = process.argv[2] === 'runShown' ? runShown : runCommand
await run({
  label: 'pid',
  file: process.execPath,
  args: ['-e', 'console.error(process.pid); setInterval(() => {}, 1e6)'],
  env: process.env,
  signal: new AbortController().signal,
})
