import { readFile } from 'node:fs/promises'
import { NONE } from '../counts.ts'
import { type ObjectStore, type S3Location, s3Store } from '../store.ts'
import { type Difference, KINDS, type Kind } from '../verdict.ts'
import { checkSameCells, checkSameInds } from './batch.ts'
import { type Feeding, readFeed } from './feeds.ts'
import { type KinesisLocation, kinesisLog, type StreamReader } from './kinesis-log.ts'
import { precedenceIn, readStream } from './records.ts'
import {
  checkStreamTables,
  NO_TABLES,
  type StreamTableCounts,
  type StreamTablesFound,
} from './tables.ts'
import type { Feed, StreamCounts, StreamStage, StreamVerdict } from './verdict.ts'

/** What the judge of the stream half looks at. */
export interface StreamEvidence {
  /** The pipeline id, 12 hex digits. */
  readonly id: string
  readonly store: ObjectStore
  readonly reader: StreamReader
  readonly feed: Feed
  /** Text of the ledger that is of this feed; needed by the stage `feed`. */
  readonly ledger?: string | undefined
  /** Default: `tables`, and with a ledger `feed`. */
  readonly stages?: readonly StreamStage[] | undefined
  /**
   * Of the feed `kafka`: records that the Kinesis producer may have put again, by its own account. More,
   * beyond the ledger's attempts of unknown outcome, are a difference. Default: any number may be.
   */
  readonly resentAtMost?: number | undefined
}

/** Where to find the evidence of a running system. */
export interface StreamCase
  extends Pick<StreamEvidence, 'id' | 'feed' | 'stages' | 'resentAtMost'> {
  readonly ledgerFile?: string | undefined
  readonly s3: S3Location
  readonly kinesis: KinesisLocation
}

/** Judges the stream half of a running system; it must be at rest, with nothing on its way. */
export async function judgeStream(asked: StreamCase): Promise<StreamVerdict> {
  const { ledgerFile, s3, kinesis, ...rest } = asked
  const ledger = ledgerFile === undefined ? undefined : await readFile(ledgerFile, 'utf8')
  const store = s3Store(s3)
  const reader = kinesisLog(kinesis)
  try {
    return await examineStream({ ...rest, ledger, store, reader })
  } finally {
    store.close()
    reader.close()
  }
}

/**
 * Holds the evidence of one system's stream half against itself, kind by kind.
 * @throws {Error} when the stage `feed` is asked for without a ledger.
 */
export async function examineStream(evidence: StreamEvidence): Promise<StreamVerdict> {
  const { id, feed, ledger } = evidence
  const stages = evidence.stages ?? (ledger === undefined ? ['tables'] : ['feed', 'tables'])
  const isFeedAsked = stages.includes('feed')
  if (isFeedAsked && ledger === undefined) throw new Error('No evidence was given for: feed')
  const feeding = ledger === undefined ? undefined : readFeed(feed, id, ledger)
  const differences = isFeedAsked && feeding ? [...feeding.differences] : []
  if (stages.length === 0) differences.push(nothing('no stage was asked for'))
  const found = []
  for (const kind of KINDS) found.push(await examineKind(evidence, stages, feeding, kind))
  differences.push(...found.flatMap((kind) => kind.differences))
  const counts = { ...(feeding?.counts ?? NO_LEDGER), ...countsOf(found) }
  if (feed === 'kafka') differences.push(...tooManyCopies(counts, evidence.resentAtMost))
  return { ok: differences.length === 0, feed, stages, counts, differences }
}

const NO_LEDGER = { sent: 0, acknowledged: 0, unknown: 0 }

function tooManyCopies(
  { resent, unknown }: Pick<StreamCounts, 'resent' | 'unknown'>,
  byProducer = Number.POSITIVE_INFINITY,
): Difference[] {
  if (resent <= unknown + byProducer) return []
  const explained = `${unknown} attempts of the emulator and ${byProducer} of the producer have an unknown outcome`
  return [{ kind: 'unexplained', what: `${resent} records were stored again, but ${explained}` }]
}

interface KindFound extends StreamTablesFound {
  readonly kind: Kind
  readonly records: number
  readonly resent: number
}

async function examineKind(
  { id, store, reader }: StreamEvidence,
  stages: readonly StreamStage[],
  feeding: Feeding | undefined,
  kind: Kind,
): Promise<KindFound> {
  const asked = (stage: StreamStage) => stages.includes(stage)
  const stream = await readStream(reader, id, kind)
  const precedes = precedenceIn(stream.shards)
  const fed = asked('feed') ? feeding?.check(stream, precedes) : undefined
  const tables = asked('tables') ? await checkStreamTables(store, id, stream, precedes) : NO_TABLES
  const differences = [
    ...(stream.records.length > 0 ? [] : [nothing(`no record is in ${stream.name}`)]),
    ...(fed?.differences ?? []),
    ...tables.differences,
    ...(asked('batch') ? await checkSameCells(store, id, kind) : []),
    ...(asked('same-posts') ? await checkSameInds(store, id, kind) : []),
  ]
  return { ...tables, kind, records: stream.records.length, resent: fed?.resent ?? 0, differences }
}

const nothing = (what: string): Difference => ({ kind: 'nothing-proven', what })

function countsOf(found: readonly KindFound[]) {
  const sum = (name: 'records' | 'resent') => found.reduce((all, each) => all + each[name], 0)
  const perKind = (name: keyof StreamTableCounts) => ({
    ...NONE,
    ...Object.fromEntries(found.map((each) => [each.kind, each[name]])),
  })
  return {
    ...{ records: sum('records'), resent: sum('resent') },
    ...{ rows: perKind('rows'), duplicates: perKind('duplicates') },
    quarantined: perKind('quarantined'),
  }
}
