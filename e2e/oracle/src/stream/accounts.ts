import type { Row } from '../delta.ts'
import { sha256 } from '../lines.ts'
import type { Difference, DifferenceKind, Kind } from '../verdict.ts'
import type { StreamRecord } from './records.ts'

/** The records that the tables accept, and how the two tables of their origin differ from the stream. */
export interface Accounts {
  readonly accepted: readonly StreamRecord[]
  readonly differences: readonly Difference[]
}

/** Columns that both tables tell a record's origin by. */
export const ORIGIN = [
  ...['stream', 'shard', 'sequence_number', 'sub_sequence', 'partition_key', 'arrived_at', 'form'],
]

/**
 * Each record of a stream is in exactly one of two tables, once: in provenance with its `ind` where it
 * makes a clean row, else in quarantine with its bytes and a reason.
 */
export function checkAccounts(
  kind: Kind,
  records: readonly StreamRecord[],
  provenance: readonly Row[],
  quarantine: readonly Row[],
): Accounts {
  const known = new Map(records.map((record) => [placeOf(record), record]))
  const seen = new Set<string>()
  const settle = (name: string, wrong: DifferenceKind, rows: readonly Row[], fault: Fault) =>
    rows.flatMap((row): Difference[] => {
      const [place, table] = [toldPlace(row), `${name}_stream_${kind}`]
      const record = known.get(place)
      const what = record ? fault(row, record) : 'is no record of the stream'
      const twice = record && seen.has(place) ? [tell('record-twice', table, place, TWICE)] : []
      seen.add(place)
      return [...twice, ...(what === undefined ? [] : [tell(wrong, table, place, what)])]
    })
  const wrong = [
    ...settle('provenance', 'provenance-wrong', provenance, faultOfAccepted),
    ...settle('quarantine', 'quarantine-wrong', quarantine, faultOfRefused),
  ]
  const lost = records.map(placeOf).filter((place) => !seen.has(place))
  const refused = new Set(quarantine.map(toldPlace))
  return {
    accepted: records.filter((r) => r.clean !== undefined && !refused.has(placeOf(r))),
    differences: [...wrong, ...lost.map((place) => unaccounted(kind, place))],
  }
}

type Fault = (row: Row, record: StreamRecord) => string | undefined

const TWICE = 'is accounted for a second time'

const placeOf = ({ shard, sequenceNumber, sub }: StreamRecord): string =>
  [shard, sequenceNumber, sub].join('+')

const toldPlace = ({ shard, sequence_number, sub_sequence }: Row): string =>
  [shard, sequence_number, sub_sequence].join('+')

function tell(kind: DifferenceKind, table: string, place: string, fault: string): Difference {
  return { kind, table, what: `${table}: ${place} ${fault}` }
}

function unaccounted(kind: Kind, place: string): Difference {
  const what = `${place} is neither in provenance_stream_${kind} nor in quarantine_stream_${kind}`
  return { kind: 'record-unaccounted', what }
}

function faultOfAccepted(row: Row, record: StreamRecord): string | undefined {
  if (record.clean === undefined) return 'is no whole record, yet is accepted'
  if (row.ind !== record.ind) return `has ind ${record.ind}, not ${row.ind}`
  return faultOfOrigin(row, record)
}

function faultOfRefused(row: Row, record: StreamRecord): string | undefined {
  const { reason, raw } = row
  if (typeof reason !== 'string' || reason === '') return 'has no reason'
  if (record.clean !== undefined) return 'is a whole record, yet is quarantined'
  const isSame = raw instanceof Uint8Array && sha256(raw) === record.sha256
  return isSame ? faultOfOrigin(row, record) : 'holds other bytes than the stream'
}

/** Kinesis tells seconds as a fraction, of which a reader may lose the last millisecond. */
const CLOCK_MS = 1

function faultOfOrigin(row: Row, record: StreamRecord): string | undefined {
  const { stream, partitionKey, arrivedAt, form } = record
  const found = { stream, partition_key: partitionKey, form: form ?? null }
  const told = row.arrived_at instanceof Date ? row.arrived_at.getTime() : Number.NaN
  const wrong = Object.entries(found).filter(([column, cell]) => (row[column] ?? null) !== cell)
  const columns = wrong.map(([column]) => column)
  if (!(Math.abs(told - arrivedAt) <= CLOCK_MS)) columns.push('arrived_at')
  return columns.length === 0 ? undefined : `has another ${columns.join(', ')}`
}
