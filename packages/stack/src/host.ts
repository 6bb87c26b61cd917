import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Backend } from './backend.ts'
import { ownEnvironment } from './own-environment.ts'
import { isAlive } from './process/alive.ts'

/** What a set-up step tells while it works; `step` is its name for people. */
export type SetupEvent =
  | { readonly type: 'started'; readonly step: string }
  /** `total` grows while the work is still being discovered. */
  | {
      readonly type: 'progress'
      readonly step: string
      readonly done: number
      readonly total: number
      readonly unit: 'files' | 'MiB'
    }
  | { readonly type: 'done'; readonly step: string; readonly seconds: number }
  | { readonly type: 'failed'; readonly step: string; readonly seconds: number }

/** The clone, the environment that programs are found and started with, and who hears of progress. */
export interface Host {
  /** The repository's root; everything installed lives in its `.pipeline/`. */
  readonly root: string
  readonly env: NodeJS.ProcessEnv
  readonly report: (event: SetupEvent) => void
}

/** What every component's start takes. */
export interface ComponentOptions {
  /** Default: what the host's setting STACK says. */
  readonly backend?: Backend
  /** Where a process's state and either's log live. Default: a temporary folder that goes with this process. */
  readonly dir?: string
  /** Default: a free port. */
  readonly port?: number
  /** The setting named when the port is in use. */
  readonly portSetting?: string
  readonly host?: Host
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** One object, since what was found on the host is known by it. */
const ENVIRONMENT = ownEnvironment(process.env)

/** This clone with this process's own environment, silent: tests start components without saying more. */
export function defaultHost(): Host {
  return { root: ROOT, env: ENVIRONMENT, report: () => {} }
}

/** A path below the host's `.pipeline/`. */
export function pipelinePath(host: Host, ...parts: string[]): string {
  return join(host.root, '.pipeline', ...parts)
}

const TEMPORARY = /^pinpipe-(\d+)-/

/** A new temporary folder of this process; those of processes that are gone are removed first. */
export function temporaryDir(name: string, folder = tmpdir()): string {
  for (const entry of readdirSync(folder)) {
    const owner = TEMPORARY.exec(entry)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) removeOwn(join(folder, entry))
  }
  return mkdtempSync(join(folder, `pinpipe-${process.pid}-${name}-`))
}

/** Leaves what belongs to another user, or is being removed by another process. */
function removeOwn(dir: string): void {
  try {
    if (lstatSync(dir).uid === process.getuid?.()) rmSync(dir, { recursive: true, force: true })
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ENOENT', 'ENOTEMPTY'].includes(code)) throw error
  }
}
