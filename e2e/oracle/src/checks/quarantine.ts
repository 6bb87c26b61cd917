import type { Row } from '../delta.ts'
import { sha256 } from '../lines.ts'
import type { Difference, Kind } from '../verdict.ts'
import { faultOfPlace, type Placed, sourceOf } from './placed.ts'

/** The names of the lines that are quarantined, and how many rows are of damaged objects. */
export interface Refused {
  readonly names: ReadonlySet<string>
  readonly ofDamaged: number
  readonly differences: readonly Difference[]
}

/**
 * Each quarantined row is a line of the bucket that is no whole record, once, with its bytes and a reason. Rows of `damaged`
 * objects are taken as they are: what such an object held cannot be known.
 */
export function checkQuarantine(
  rows: readonly Row[],
  kind: Kind,
  lines: readonly Placed[],
  damaged: ReadonlySet<string>,
): Refused {
  const table = `quarantine_batch_${kind}`
  const known = new Map(lines.map((line) => [line.name, line]))
  const checked = rows.filter(({ object }) => !damaged.has(String(object)))
  const differences = checked.flatMap((row) => {
    const source = sourceOf(row)
    const fault = faultOf(row, known.get(source))
    known.delete(source)
    if (fault === undefined) return []
    return [{ kind: 'quarantine-wrong' as const, table, what: `${table}: ${source} ${fault}` }]
  })
  const names = new Set(checked.map(sourceOf))
  return { names, ofDamaged: rows.length - checked.length, differences }
}

/** Of a damaged object quarantine must tell at least something. */
export function checkDamaged(rows: readonly Row[], damaged: ReadonlySet<string>): Difference[] {
  const told = new Set(rows.map(({ object }) => String(object)))
  return [...damaged]
    .filter((object) => !told.has(object))
    .map((object) => {
      const what = `${object} is damaged, yet nothing of it is in quarantine`
      return { kind: 'line-unaccounted', object, what }
    })
}

function faultOf(row: Row, line: Placed | undefined): string | undefined {
  if (!line) return 'is not a line of the bucket, or is quarantined twice'
  const { reason, raw } = row
  if (typeof reason !== 'string' || reason === '') return 'has no reason'
  if (line.clean !== undefined) return 'is a whole record, yet is quarantined'
  const isSame = raw instanceof Uint8Array && sha256(raw) === line.sha256
  return isSame ? faultOfPlace(row, line) : 'holds other bytes than the bucket'
}
