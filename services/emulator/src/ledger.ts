import { closeSync, openSync, writeFileSync } from 'node:fs'
import type { Kind } from '@pinpipe/schema'
import type { Place } from './target.ts'

/**
 * Which record a line is about: row and post from 0, topic or stream, sha256 in hex of the value's
 * bytes.
 */
export interface RecordIdentity {
  readonly kind: Kind
  readonly row: number
  readonly post: number
  readonly topic: string
  readonly sha256: string
}

/**
 * A line of the ledger. For each record in this order: `sent` before each request that holds it,
 * `unknown` for each attempt that may have stored it although it was not acknowledged, and at the
 * end one `ack` or one `failed`. A `sent` with nothing after it is of unknown outcome too: the
 * emulator was killed. `end` is the last line of a run that was not.
 */
export type LedgerLine =
  | ({ readonly type: 'sent'; readonly attempt: number } & RecordIdentity)
  | ({ readonly type: 'ack'; readonly attempts: number } & Place & RecordIdentity)
  | ({
      readonly type: 'unknown'
      readonly reason: string
      readonly attempt: number
    } & RecordIdentity)
  | ({
      readonly type: 'failed'
      readonly error_code: number | string
      readonly error: string
    } & RecordIdentity)
  | EndLine

/** Counts of a run: `posts` as asked, all others in records; `unknown` counts attempts. */
export interface EndLine {
  readonly type: 'end'
  readonly posts: number
  readonly sent: number
  readonly acknowledged: number
  readonly unknown: number
  readonly failed: number
  readonly seconds: number
}

/** Where a run writes what became of its records. */
export interface Ledger {
  write(lines: readonly LedgerLine[]): void
  close(): void
}

/**
 * A file of JSON lines, made new for each run. Lines are with the operating system when `write`
 * returns, so that killing the emulator loses none.
 */
export class FileLedger implements Ledger {
  readonly #file: number

  /** @throws the file system's error when the file cannot be made. */
  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  write(lines: readonly LedgerLine[]): void {
    writeFileSync(this.#file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Takes no notes. */
export const noLedger: Ledger = { write() {}, close() {} }
