import { type AsyncBuffer, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { jsonObject } from './json.ts'
import { mapBounded, type ObjectStore } from './store.ts'

/** A Delta table that this reader cannot vouch for; the message says why. */
export class DeltaError extends Error {}

/** Runs a reader of a table's file. @throws {DeltaError} with the parser's error as its cause */
async function parsed<T>(what: string, parse: () => T | Promise<T>): Promise<T> {
  try {
    return await parse()
  } catch (cause) {
    throw new DeltaError(`${what} cannot be read: ${String(cause)}`, { cause })
  }
}

/** A row: 64-bit integers as bigint, binary as bytes, partition columns as their text. */
export type Row = Readonly<Record<string, unknown>>

interface Action {
  readonly add?: {
    readonly path: string
    readonly partitionValues?: Readonly<Record<string, string | null>>
    readonly deletionVector?: unknown
  }
  readonly remove?: { readonly path: string }
  readonly metaData?: { readonly configuration?: Readonly<Record<string, string>> }
}

type Add = NonNullable<Action['add']>

/**
 * Reads some columns of a table's newest version: its log from version 0 on, then its data files.
 * @throws {DeltaError} when there is no log, when it does not begin at 0 or has a hole, when a file is
 * lost or broken, and for deletion vectors and column mapping, which this reader does not know.
 */
export async function readDeltaTable(
  store: ObjectStore,
  path: string,
  columns: readonly string[],
): Promise<Row[]> {
  const files = await activeFiles(store, path)
  const rows = await mapBounded(files, async ({ path: file, partitionValues = {} }) => {
    const stored = columns.filter((column) => !(column in partitionValues))
    const read = await parsed(`${path}/${file}`, async () => {
      const { body } = await store.get(`${path}/${decodeURIComponent(file)}`)
      return parquetReadObjects({ file: asFile(body), columns: stored, ...DECODING })
    })
    return read.map((row) => ({ ...row, ...partitionValues }))
  })
  return rows.flat()
}

/** The library's own decoder takes a byte order mark away, and bytes that are no UTF-8 for U+FFFD. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

const DECODING = {
  compressors,
  utf8: false,
  parsers: { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && utf8.decode(bytes) },
}

const COMMIT = /\/_delta_log\/(\d{20})\.json$/

async function activeFiles(store: ObjectStore, path: string): Promise<Add[]> {
  const commits = (await store.list(`${path}/_delta_log/`)).filter((key) => COMMIT.test(key)).sort()
  if (commits.length === 0) throw new DeltaError(`${path} is not a Delta table: it has no log`)
  const hole = commits.findIndex((key, version) => Number(COMMIT.exec(key)?.[1]) !== version)
  if (hole !== -1) throw new DeltaError(`${path}: the log has no version ${hole}`)
  const files = new Map<string, Add>()
  const logs = await mapBounded(commits, async (key) => {
    const { body } = await store.get(key)
    return parsed(key, () => actionsOf(body))
  })
  for (const action of logs.flat()) apply(files, action, path)
  return [...files.values()]
}

function actionsOf(body: Uint8Array): Action[] {
  const lines = Buffer.from(body).toString().split('\n')
  return lines.filter((line) => line !== '').map(actionOf)
}

function actionOf(line: string): Action {
  const action = jsonObject(line)
  if (!action) throw new SyntaxError(`${line.slice(0, 80)} is no action`)
  return action
}

function apply(files: Map<string, Add>, { add, remove, metaData }: Action, path: string): void {
  const mapping = metaData?.configuration?.['delta.columnMapping.mode'] ?? 'none'
  if (mapping !== 'none') throw new DeltaError(`${path} maps columns by ${mapping}`)
  if (remove) files.delete(remove.path)
  if (add?.deletionVector) throw new DeltaError(`${path}: ${add.path} has a deletion vector`)
  if (add) files.set(add.path, add)
}

function asFile(body: Uint8Array): AsyncBuffer {
  const bytes = Uint8Array.from(body).buffer
  return { byteLength: bytes.byteLength, slice: (start, end) => bytes.slice(start, end) }
}
