import { examine } from '../src/judge.ts'
import type { LogReader, PartitionLog } from '../src/kafka-log.ts'
import { parseLedger } from '../src/ledger.ts'
import { sha256 } from '../src/lines.ts'
import { QUESTIONS } from '../src/questions.ts'
import { KINDS, type Kind, type Stage, type Verdict } from '../src/verdict.ts'
import { ID, MemoryStore, putObject, topicOf } from './bucket.ts'
import { putClean, putProvenance, putQuarantine, putTables } from './lake.ts'
import { ANSWER_ROWS, recordOf } from './records.ts'
import { putAnswer, putRunReport, RUN_COUNTS, RUN_ID } from './runs.ts'

/** Rows posted, in order: row 7 twice, and as the third record one that the cleaning refuses. */
const ROWS = [7, 3, undefined, 9, 7]

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
