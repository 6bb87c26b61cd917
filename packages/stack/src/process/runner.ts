import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Run, Runner } from '../component.ts'
import { waitFor } from '../wait.ts'
import { type Command, type GuardedProcess, spawnGuarded } from './guarded.ts'
import { isStopped } from './stopped.ts'

/** A command that is run as a guarded process group of this host. */
export interface ProcessSpec {
  readonly logFile: string
  readonly hint: string
  /** Runs before each launch: directories, configuration files, formatting. */
  readonly prepare?: () => Promise<void>
  readonly command: () => Command
}

/** Runs a command; its state is whatever it keeps in its folders. */
export function processRunner({ logFile, hint, prepare, command }: ProcessSpec): Runner {
  return {
    logFile,
    hint,
    launch: async () => {
      await prepare?.()
      return runOf(command(), logFile)
    },
    discard: async () => {},
  }
}

function runOf(command: Command, logFile: string): Run {
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a')
  const group = spawnGuarded(command, log)
  closeSync(log)
  return {
    get pid() {
      return group.pid
    },
    exited: group.exited,
    terminate: async () => {
      group.signal('SIGTERM')
      // A stopped process takes its signal when it goes on.
      group.signal('SIGCONT')
    },
    kill: async () => group.signal('SIGKILL'),
    freeze: () => freeze(group),
  }
}

const STOPS_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 10

/** The guard sends the signal, and the process takes it, some time after this asks for it. */
async function freeze(group: GuardedProcess): Promise<void> {
  group.signal('SIGSTOP')
  const { pid } = group
  if (pid === undefined) return
  await waitFor(() => isStopped(pid), {
    what: `process ${pid} to be frozen`,
    timeoutMs: STOPS_WITHIN_MS,
    everyMs: LOOK_EVERY_MS,
  })
}
