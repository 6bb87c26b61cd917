import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** A command to run: the file to execute, its arguments and its whole environment. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** How a process ended: its exit code, or the signal that ended it. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A running command with everything it started, as one group. */
export interface GuardedProcess {
  /** The command's own process id; undefined until it runs. */
  readonly pid: number | undefined
  /** Resolves when the command has ended. */
  readonly exited: Promise<Exit>
  /** Resolves when, besides, its output is at its end. */
  readonly closed: Promise<Exit>
  /** Its streams that were asked to be piped, standard output first. */
  readonly output: readonly Readable[]
  /** Sends a signal to the whole group; nothing when it has ended. */
  signal(signal: NodeJS.Signals): void
}

const SUFFIX = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const GUARD = fileURLToPath(new URL(`./guard.${SUFFIX}`, import.meta.url))

/**
 * Runs a command in a process group of its own under a guard, which kills the group when this process
 * ends in any way.
 * @param stdout a file descriptor that it is written to, or 'pipe' to read it; `stderr` goes with it unless it is given
 */
export function spawnGuarded(
  command: Command,
  stdout: number | 'pipe',
  stderr: number | 'pipe' = stdout,
): GuardedProcess {
  const { file, args, env, cwd } = command
  const guard = spawn(process.execPath, [GUARD, file, ...args], {
    detached: true,
    stdio: ['ignore', stdout, stderr, 'ipc'],
    env,
    ...(cwd === undefined ? {} : { cwd }),
  })
  let pid: number | undefined
  let exit: Exit | undefined
  guard.on('message', (message: { pid?: number; exit?: Exit }) => {
    pid ??= message.pid
    exit ??= message.exit
  })
  const end = (event: 'exit' | 'close') =>
    new Promise<Exit>((resolve) => {
      guard.on(event, (code, signal) => resolve(exit ?? { code, signal }))
      guard.on('error', () => resolve({ code: 127, signal: null }))
    })
  return {
    get pid() {
      return pid
    },
    exited: end('exit').finally(() => killGroup(pid)),
    closed: end('close'),
    output: [guard.stdout, guard.stderr].filter((stream) => stream !== null),
    signal: (signal) => {
      // A guard that ends meanwhile is told of by its end: without a callback this would emit 'error'.
      if (guard.connected) guard.send({ signal }, () => {})
    },
  }
}

/** Only finds something where the guard itself was killed. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
