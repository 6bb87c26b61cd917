import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import lockfile from 'proper-lockfile'
import type { Host, SetupEvent } from '../host.ts'

/** One thing that the set-up installs into a folder. */
export interface Installation {
  /** For people: "Fetch Kafka's jars". */
  readonly step: string
  readonly target: string
  /** Everything that the result depends on; another value installs anew. */
  readonly inputs: readonly string[]
  /** Fills the empty folder `dir`, which becomes `target` when all went well. */
  readonly fill: (dir: string, progress: Progress) => Promise<void>
}

/** Tells how far a step is. */
export type Progress = (done: number, total: number, unit: 'files' | 'MiB') => void

const STAMP = '.stamp'
const LOCK_STALE_MS = 30_000
const LOCK_UPDATE_MS = 5_000
const LOCK_POLL_MS = 200

/** The stamp that an installation with these inputs carries. */
export function stampOf(inputs: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
}

/**
 * Installs unless `target` carries the stamp of these inputs. The folder appears whole by a rename, so
 * that an interrupted run leaves nothing half made; a lock keeps two processes from installing at once.
 */
export async function install(host: Host, wanted: Installation): Promise<void> {
  const stamp = stampOf(wanted.inputs)
  if (await isInstalled(wanted.target, stamp)) return
  await mkdir(dirname(wanted.target), { recursive: true })
  const release = await lockfile.lock(wanted.target, {
    realpath: false,
    stale: LOCK_STALE_MS,
    update: LOCK_UPDATE_MS,
    retries: { forever: true, minTimeout: LOCK_POLL_MS, maxTimeout: LOCK_POLL_MS },
  })
  try {
    if (!(await isInstalled(wanted.target, stamp))) await replace(host, wanted, stamp)
  } finally {
    await release()
  }
}

async function isInstalled(target: string, stamp: string): Promise<boolean> {
  const file = join(target, STAMP)
  return existsSync(file) && (await readFile(file, 'utf8')) === stamp
}

async function replace(host: Host, wanted: Installation, stamp: string): Promise<void> {
  const { step, target, fill } = wanted
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  const report = (event: SetupEvent) => host.report(event)
  report({ type: 'started', step })
  const fresh = `${target}.new`
  try {
    await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh)
    await fill(fresh, (done, total, unit) => report({ type: 'progress', step, done, total, unit }))
    await writeFile(join(fresh, STAMP), stamp)
    await rm(target, { recursive: true, force: true })
    await rename(fresh, target)
  } catch (error) {
    report({ type: 'failed', step, seconds: seconds() })
    throw error
  }
  report({ type: 'done', step, seconds: seconds() })
}
