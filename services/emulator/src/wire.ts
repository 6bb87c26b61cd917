/** How a column's text becomes JSON: as it is, as a string, or as a date with a T. */
export type ColumnKind = 'number' | 'text' | 'datetime'

/** A column of a result, as the source delivers it. */
export interface Column {
  readonly name: string
  readonly kind: ColumnKind
}

/** One row: the text of each column as the database's text protocol prints it; NULL is null. */
export type RowText = readonly (string | null)[]

/**
 * The row on the wire: compact JSON in the order of the columns. Numbers are written digit for digit
 * as the database printed them, a DATETIME as `YYYY-MM-DDTHH:MM:SS`, NULL as null.
 */
export function encodeRow(columns: readonly Column[], row: RowText): Buffer {
  const members = columns.map(
    ({ name, kind }, at) => `${JSON.stringify(name)}:${encodeValue(kind, row[at] ?? null)}`,
  )
  return Buffer.from(`{${members.join(',')}}`)
}

function encodeValue(kind: ColumnKind, text: string | null): string {
  if (text === null) return 'null'
  if (kind === 'number') return text
  return JSON.stringify(kind === 'datetime' ? text.replace(' ', 'T') : text)
}

const HEAD = Buffer.from('{"records":[{"value":')
const BETWEEN = Buffer.from('},{"value":')
const TAIL = Buffer.from('}]}')

/** The body of a produce request, Kafka REST v2 with JSON values; the values' bytes are kept. */
export function produceBody(values: readonly Buffer[]): Buffer {
  const parts = values.flatMap((value, at) => [at === 0 ? HEAD : BETWEEN, value])
  return Buffer.concat([...parts, TAIL])
}

/** What one request may hold; a single value that is larger goes alone. */
export interface BatchLimits {
  readonly maxRecords: number
  /** Of all values together, without the JSON around them. */
  readonly maxBytes: number
}

/** Cuts items into consecutive batches within the limits; keeps the order, never makes an empty one. */
export function splitBatches<T>(
  items: readonly T[],
  bytesOf: (item: T) => number,
  { maxRecords, maxBytes }: BatchLimits,
): T[][] {
  const batches: T[][] = []
  let open: T[] = []
  let bytes = 0
  for (const item of items) {
    const size = bytesOf(item)
    if (open.length === 0 || open.length === maxRecords || bytes + size > maxBytes) {
      open = []
      bytes = 0
      batches.push(open)
    }
    open.push(item)
    bytes += size
  }
  return batches
}
