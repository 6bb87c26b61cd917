// Started by `spawnGuarded`: runs one command in a process group of its own and kills it with everything it
// started when the channel to the parent closes, so that even a parent ended by kill -9 leaves nothing behind.
import { spawn } from 'node:child_process'
import { descendantsOf, processParents } from './descendants.ts'

const [command = '', ...args] = process.argv.slice(2)

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })

function send(target: number, signal: NodeJS.Signals) {
  try {
    process.kill(target, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function signalGroup(signal: NodeJS.Signals) {
  if (child.pid !== undefined) send(-child.pid, signal)
}

/** Ends the group, and what has left it for a session of its own; the command's end then ends the guard. */
function killAll() {
  const below = child.pid === undefined ? [] : descendantsOf(child.pid, processParents())
  signalGroup('SIGKILL')
  for (const pid of below) send(pid, 'SIGKILL')
}

process.on('disconnect', killAll)
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, killAll)
process.on('message', ({ signal }: { signal: NodeJS.Signals }) => {
  if (signal === 'SIGKILL') killAll()
  else signalGroup(signal)
})

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
if (!process.connected) killAll()
