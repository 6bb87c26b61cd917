import { gzipSync } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { examine } from '../src/judge.ts'
import type { LogReader, PartitionLog } from '../src/kafka-log.ts'
import { parseLedger } from '../src/ledger.ts'
import { sha256 } from '../src/lines.ts'
import { QUESTIONS } from '../src/questions.ts'
import type { ObjectStore, Stored } from '../src/store.ts'
import { KINDS, type Kind, type Stage, type Verdict } from '../src/verdict.ts'
import { ANSWER_ROWS, type CleanRows, cleanColumns, recordOf } from './records.ts'

export const ID = '0a1b2c3d4e5f'
export const topicOf = (kind: Kind): string => `${ID}.${kind}`

/** A bucket in memory. */
export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, Stored>()

  put(key: string, body: string | Uint8Array, metadata: Record<string, string> = {}): void {
    this.objects.set(key, { body: Buffer.from(body), metadata })
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix))
  }

  async get(key: string): Promise<Stored> {
    const stored = this.objects.get(key)
    if (!stored) throw new Error(`no such key: ${key}`)
    return stored
  }
}

/** Rows posted, in order: row 7 twice, and as the third record one that the cleaning refuses. */
const ROWS = [7, 3, undefined, 9, 7]
const REFUSED_LINE = 3

/** Object of one kind whose first line is at `start`, with the metadata that the sink gives it. */
export function putObject(store: MemoryStore, kind: Kind, start: number, values: string[]): string {
  const zipped = start > 0
  const text = Buffer.from(values.map((value) => `${value}\n`).join(''))
  const body = zipped ? gzipSync(text) : text
  const key = objectKey(kind, start)
  store.put(key, body, {
    'record-count': String(values.length),
    'next-offset': String(start + values.length),
    sha256: sha256(body),
  })
  return key
}

export function objectKey(kind: Kind, start: number): string {
  const topic = topicOf(kind)
  const offset = String(start).padStart(10, '0')
  return `topics/${topic}/partition=0/${topic}+0+${offset}.json${start > 0 ? '.gz' : ''}`
}

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData']

/** A Delta table of one commit and one data file. */
export function putTable(store: MemoryStore, name: string, columnData: Columns): void {
  store.put(`lake/${name}/part%20one.parquet`, new Uint8Array(parquetWriteBuffer({ columnData })))
  putCommit(store, name, 0, [{ add: { path: 'part%2520one.parquet', partitionValues: {} } }])
}

export function putCommit(store: MemoryStore, name: string, version: number, actions: unknown[]) {
  const text = actions.map((action) => `${JSON.stringify(action)}\n`).join('')
  store.put(`lake/${name}/_delta_log/${String(version).padStart(20, '0')}.json`, text)
}

/** The three tables of one kind as a right batch job writes them over the two objects. */
export function putTables(store: MemoryStore, kind: Kind): void {
  putClean(store, kind, [
    [3, 1],
    [9, 1],
    [7, 2],
  ])
  putProvenance(store, kind, [7, 3, 9, 7], [0, 1, 3, 4])
  putQuarantine(store, kind, [{}])
}

export function putClean(store: MemoryStore, kind: Kind, rows: CleanRows): void {
  putTable(store, `df_${kind}`, cleanColumns(kind, rows))
}

/** Provenance of `inds`, each from the offset in the same place of `offsets`. */
export function putProvenance(store: MemoryStore, kind: Kind, inds: number[], offsets: number[]) {
  const start = (offset: number) => (offset < 3 ? 0 : 3)
  const objects = offsets.map((offset) => objectKey(kind, start(offset)))
  putTable(store, `provenance_batch_${kind}`, [
    { name: 'ind', data: inds.map(BigInt), type: 'INT64' },
    { name: 'object', data: objects, type: 'STRING' },
    { name: 'line', data: offsets.map((o) => BigInt(o - start(o) + 1)), type: 'INT64' },
    { name: 'topic', data: offsets.map(() => topicOf(kind)), type: 'STRING' },
    { name: 'partition', data: offsets.map(() => 0), type: 'INT32' },
    { name: 'offset', data: offsets.map(BigInt), type: 'INT64' },
  ])
}

/** A quarantined line; what is left out is as it should be for the refused record. */
export interface Quarantined {
  readonly object?: string
  readonly line?: number
  readonly raw?: string
  readonly reason?: string
}

export function putQuarantine(store: MemoryStore, kind: Kind, rows: Quarantined[]): void {
  const raws = rows.map(({ raw }) => Buffer.from(raw ?? recordOf(kind, undefined)))
  putTable(store, `quarantine_batch_${kind}`, [
    { name: 'object', data: rows.map((r) => r.object ?? objectKey(kind, 0)), type: 'STRING' },
    { name: 'line', data: rows.map((r) => BigInt(r.line ?? REFUSED_LINE)), type: 'INT64' },
    { name: 'reason', data: rows.map((r) => r.reason ?? 'missing ind'), type: 'STRING' },
    { name: 'raw', data: raws, type: 'BYTE_ARRAY' },
  ])
}

/** Counts of a kind's tables, the same for each kind. */
interface RunCounts {
  readonly clean: number
  readonly duplicates: number
  readonly quarantined: number
}

const perKind = <T>(value: T) => Object.fromEntries(KINDS.map((kind) => [kind, value]))

/** The report of a published run; `madeAt` tells the newest. Without counts it did not clean. */
export function putRunReport(
  store: MemoryStore,
  madeAt: string,
  counts?: RunCounts,
  changed: Record<string, unknown> = {},
): void {
  const totals = Object.entries(counts ?? {}).map(([name, count]) => [name, perKind(count)])
  const lines = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)
  const report = {
    ...{ run_id: madeAt, made_at: madeAt, ok: true, published: true },
    ...(counts ? { kinds: perKind({ ok: true }), lines: perKind(lines) } : {}),
    ...Object.fromEntries(totals),
    ...changed,
  }
  store.put(`runs/${madeAt}.json`, JSON.stringify(report))
}

/** The run that the answers of the small system are of, and what it counted. */
export const RUN_ID = '2026-01-02'
export const RUN_COUNTS = { clean: 3, duplicates: 1, quarantined: 1 }

/** A published answer and the run's own copy of it. */
export function putAnswer(store: MemoryStore, task: string, answer: unknown): void {
  const text = JSON.stringify(answer && { run_id: RUN_ID, ...answer })
  store.put(`answers/task-${task}.json`, text)
  store.put(`answers/runs/${RUN_ID}/task-${task}.json`, text)
}

type Line = Record<string, unknown>

/** Five posts that went through the whole system without a fault; a test then breaks one thing. */
export class SmallSystem {
  readonly store = new MemoryStore()
  readonly ledger: Line[] = []
  readonly logs: PartitionLog[] = []

  constructor() {
    for (const kind of KINDS) {
      const values = ROWS.map((row, at) => recordOf(kind, row, at === 4 ? 2 : 1))
      putObject(this.store, kind, 0, values.slice(0, 3))
      putObject(this.store, kind, 3, values.slice(3))
      this.ledger.push(...values.map((value, offset) => ack(kind, offset, value)))
      const records = values.map((value, offset) => ({
        offset,
        sha256: sha256(Buffer.from(value)),
      }))
      this.logs.push({ topic: topicOf(kind), partition: 0, records })
      putTables(this.store, kind)
    }
    putRunReport(this.store, RUN_ID, RUN_COUNTS)
    for (const [task, { columns }] of Object.entries(QUESTIONS)) {
      putAnswer(this.store, task, { columns, rows: ANSWER_ROWS[task] })
    }
  }

  /** Takes away all that was posted and what became of it: a run of nothing, without a fault. */
  empty(): void {
    for (const key of this.store.objects.keys()) {
      if (key.startsWith('topics/')) this.store.objects.delete(key)
    }
    this.ledger.splice(0)
    this.logs.splice(0)
    for (const kind of KINDS) {
      putClean(this.store, kind, [])
      putProvenance(this.store, kind, [], [])
      putQuarantine(this.store, kind, [])
    }
    putRunReport(this.store, RUN_ID, { clean: 0, duplicates: 0, quarantined: 0 })
    for (const [task, { columns }] of Object.entries(QUESTIONS)) {
      putAnswer(this.store, task, { columns, rows: [] })
    }
  }

  /** The ledger's text with a right end line. */
  ledgerText(): string {
    const count = (type: string) => this.ledger.filter((line) => line.type === type).length
    const [acknowledged, unknown, failed] = [count('ack'), count('unknown'), count('failed')]
    const posts = new Set(this.ledger.map(({ post }) => post)).size
    const end = { type: 'end', posts, sent: acknowledged + failed }
    const lines = [...this.ledger, { ...end, acknowledged, unknown, failed, seconds: 1 }]
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  }

  judge(...stages: Stage[]): Promise<Verdict> {
    const log: LogReader = {
      read: async (topic) => this.logs.filter((partition) => partition.topic === topic),
    }
    const ledger = parseLedger(this.ledgerText())
    return examine({ id: ID, store: this.store, ledger, log, ...(stages[0] ? { stages } : {}) })
  }

  /** The kinds of difference that the stages find, in order. */
  async differences(...stages: Stage[]): Promise<string[]> {
    return (await this.judge(...stages)).differences.map(({ kind }) => kind)
  }
}

/** A ledger line for `value` at `offset`. */
export function ack(kind: Kind, offset: number, value: string): Line {
  const topic = topicOf(kind)
  const place = { topic, partition: 0, offset, sha256: sha256(Buffer.from(value)) }
  return { type: 'ack', kind, row: ROWS[offset] ?? 0, post: offset, ...place, attempts: 1 }
}

/** A ledger line for an attempt of unknown outcome. */
export function unknown(kind: Kind, post: number, value: string): Line {
  const digest = sha256(Buffer.from(value))
  return {
    type: 'unknown',
    kind,
    row: 0,
    post,
    topic: topicOf(kind),
    sha256: digest,
    reason: 'timeout',
  }
}
