import { join } from 'node:path'
import type { JobContext } from '../context.ts'
import { ROOT } from '../root.ts'
import { runCommand } from '../run-command.ts'
import type { Answer, PerKind } from '../start/document.ts'
import type { System } from './system.ts'

/** How many posts the emulator sends, how fast, and where it writes its ledger. */
export interface EmulationOptions {
  readonly posts: number
  /** `N/s`, or `original`. */
  readonly rate: string
  readonly ledger: string
  /** Default: kafka. */
  readonly target?: 'kafka' | 'kinesis'
}

/** The emulator's own summary, as `--json` prints it; counts are records, `seconds` its own time. */
export interface EmulationSummary {
  readonly posts: number
  readonly acknowledged: number
  readonly seconds: number
  readonly rate: {
    readonly asked: number | null
    readonly achieved: number
    readonly held: boolean
  }
}

/** Runs the emulator to its end. @throws {Error} when a record could not be delivered. */
export async function emulate(
  { posts, rate, ledger, target = 'kafka' }: EmulationOptions,
  { env, signal }: JobContext,
): Promise<EmulationSummary> {
  const { exitCode, stdout } = await runCommand({
    file: process.execPath,
    args: [
      join(ROOT, 'services', 'emulator', 'dist', 'main.js'),
      ...['--posts', String(posts), '--rate', rate, '--ledger', ledger, '--json'],
      ...['--target', target],
    ],
    env: { ...env, LOG_LEVEL: 'warn', LOG_FORMAT: 'pretty' },
    cwd: ROOT,
    signal,
  })
  if (exitCode !== 0) {
    throw new Error(
      `The emulator ended with ${exitCode}; its messages above say what was not delivered. Where there are none, it was killed: its ledger tells how far it came.`,
    )
  }
  return JSON.parse(stdout) as EmulationSummary
}

/** What the Spark job prints (spark/README.md): counts are records over all runs. */
export interface BatchDocument {
  readonly run_id: string
  readonly clean: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
  readonly answers: Readonly<Record<string, Answer>>
  readonly seconds: Readonly<Record<string, number>>
}

/** Runs the Spark batch job (clean, then the queries) to its end. @throws {Error} when it fails. */
export async function runBatch(
  { python, addresses: { bucket }, id }: Pick<System, 'python' | 'addresses' | 'id'>,
  { env, signal }: JobContext,
): Promise<BatchDocument> {
  const { exitCode, stdout } = await runCommand({
    file: python,
    args: ['-m', 'pinpipe', 'batch', '--bucket', bucket, '--id', id, '--json'],
    env,
    cwd: ROOT,
    signal,
  })
  if (exitCode !== 0)
    throw new Error(`The Spark job ended with ${exitCode}; its messages are above.`)
  return JSON.parse(stdout) as BatchDocument
}
