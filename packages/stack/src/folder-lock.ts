import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StackError } from './errors.ts'

/** A folder that one process at a time may use, and the setting that changes it. */
export interface FolderClaim {
  readonly dir: string
  readonly setting: string
}

const SQLITE_BUSY = 5

/**
 * Locks a folder, which is made where it is missing, until the release or the end of this process.
 * @returns the release; the lock goes with it when it is not kept
 * @throws {StackError} FOLDER_IN_USE that names folder, setting and holder.
 */
export function lockFolder(claim: FolderClaim): () => void {
  mkdirSync(claim.dir, { recursive: true })
  // Node has no flock, and SQLite's lock is one of the operating system: it goes with its holder, a kill -9
  // and a power cut included, so that no lock left behind has to be judged by its age or a pid used again.
  const lock = new DatabaseSync(join(claim.dir, 'lock'))
  try {
    lock.exec('BEGIN IMMEDIATE')
  } catch (error) {
    lock.close()
    throw (error as { errcode?: number }).errcode === SQLITE_BUSY ? inUse(claim, error) : error
  }
  writeFileSync(holderFile(claim.dir), String(process.pid))
  return () => {
    if (lock.isOpen) lock.close()
  }
}

const holderFile = (dir: string) => join(dir, 'lock.pid')

function inUse({ dir, setting }: FolderClaim, cause: unknown): StackError {
  const holder = readFileSync(holderFile(dir), 'utf8')
  const message = `The folder ${dir} (${setting}) is in use by process ${holder}. End it, or set ${setting} to another folder.`
  return new StackError('FOLDER_IN_USE', message, { cause, facts: { dir, pid: Number(holder) } })
}
