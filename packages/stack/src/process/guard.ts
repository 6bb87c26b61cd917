// Started by `spawnGuarded`: runs one command in a process group of its own and kills that whole group when
// the channel to the parent closes, so that even a parent ended by kill -9 leaves nothing behind.
import { spawn } from 'node:child_process'

const [command = '', ...args] = process.argv.slice(2)

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })

function signalGroup(signal: NodeJS.Signals) {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** The end of the command, which always comes then, ends the guard. */
function abandon() {
  signalGroup('SIGKILL')
}

process.on('disconnect', abandon)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, abandon)
process.on('message', ({ signal }: { signal: NodeJS.Signals }) => signalGroup(signal))

child.on('spawn', () => process.send?.({ pid: child.pid }))
child.on('error', (error) => {
  console.error(`Cannot run ${command}: ${error.message}`)
  process.exit(127)
})
child.on('exit', (code, signal) => {
  signalGroup('SIGKILL')
  if (!process.connected) process.exit(1)
  process.send?.({ exit: { code, signal } }, () => process.exit(0))
})

// The parent may have gone before the listeners above were there.
if (!process.connected) abandon()
