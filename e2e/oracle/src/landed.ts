import { createHash } from 'node:crypto'
import { constants, gunzipSync } from 'node:zlib'
import { mapBounded, type ObjectStore } from './store.ts'
import type { Difference, DifferenceKind } from './verdict.ts'

/** One line of an object: the SHA-256 (hex) of its bytes, and the `index` (pin) or `ind` (geo, user) of its record. */
export interface Line {
  readonly sha256: string
  /** Undefined where the line is no JSON object with a whole number of that name. */
  readonly ind: number | undefined
}

/** An object of the sink: line n holds the record at offset `start + n`. */
export interface LandedObject {
  readonly key: string
  readonly topic: string
  readonly partition: number
  readonly start: number
  readonly lines: readonly Line[]
  /** A gzip file of which nothing can be trusted; it has no lines then. */
  readonly damaged: boolean
}

/** All that lies under `topics/`, ordered by topic, partition, start; and what could not be used. */
export interface Landed {
  readonly objects: readonly LandedObject[]
  readonly differences: readonly Difference[]
}

/** `topics/{topic}/partition={p}/{topic}+{p}+{start offset, 10 digits or more}.json[.gz]` */
const KEY = /^topics\/([^/]+)\/partition=(\d+)\/\1\+\2\+(\d{10,})\.json(\.gz)?$/

type Named = Omit<LandedObject, 'lines' | 'damaged'>

/** Reads every object of `topics`; anything else under `topics/` is a difference. */
export async function readLanded(store: ObjectStore, topics: readonly string[]): Promise<Landed> {
  const keys = await store.list('topics/')
  const named = keys.flatMap((key) => nameOf(key, topics) ?? [])
  const foreign = keys.filter((key) => nameOf(key, topics) === undefined)
  const read = await mapBounded(named, (name) => readObject(store, name))
  return {
    objects: read.map(({ object }) => object).sort(byPlace),
    differences: [
      ...foreign.map((object) => ({
        kind: 'object-foreign' as const,
        object,
        what: `${object} is not named as the sink names objects of these topics`,
      })),
      ...read.flatMap(({ differences }) => differences),
    ],
  }
}

/** Hex SHA-256 of some bytes. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

function nameOf(key: string, topics: readonly string[]): Named | undefined {
  const [, topic = '', partition, start] = KEY.exec(key) ?? []
  if (!topics.includes(topic)) return undefined
  return { key, topic, partition: Number(partition), start: Number(start) }
}

function byPlace(a: Named, b: Named): number {
  return a.topic.localeCompare(b.topic) || a.partition - b.partition || a.start - b.start
}

async function readObject(
  store: ObjectStore,
  name: Named,
): Promise<{ object: LandedObject; differences: Difference[] }> {
  const { body, metadata } = await store.get(name.key)
  const text = textOf(name.key, body)
  const lines = linesOf(text).map((bytes) => ({
    sha256: sha256(bytes),
    ind: indOf(bytes, name.topic),
  }))
  const object = { ...name, lines, damaged: text.bytes === undefined }
  const tell = (kind: DifferenceKind, what: string) => {
    const { key, topic, partition } = name
    return { kind, topic, partition, object: key, what: `${key}: ${what}` }
  }
  if (!text.whole) {
    return { object, differences: [tell('object-unreadable', 'is not, or not wholly, gzip')] }
  }
  const expected = {
    'record-count': String(lines.length),
    'next-offset': String(name.start + lines.length),
    sha256: sha256(body),
  }
  const wrong = Object.entries(expected).filter(([field, value]) => metadata[field] !== value)
  const differences = wrong.map(([field, value]) => {
    const told = metadata[field] ?? 'missing'
    return tell('object-metadata', `metadata ${field} is ${told}, the content says ${value}`)
  })
  return { object, differences }
}

/** Text of an object; of a gzip file that was cut off `whole` is false, of a damaged one there is none. */
interface Text {
  readonly bytes: Uint8Array | undefined
  readonly whole: boolean
}

function textOf(key: string, body: Uint8Array): Text {
  if (!key.endsWith('.gz')) return { bytes: body, whole: true }
  const inflate = (finishFlush: number) => {
    try {
      return gunzipSync(body, { finishFlush })
    } catch {
      return undefined
    }
  }
  const bytes = inflate(constants.Z_FINISH)
  return bytes ? { bytes, whole: true } : { bytes: inflate(constants.Z_SYNC_FLUSH), whole: false }
}

/**
 * Lines as LF ends them. Bytes after the last LF are a line too; so is the nothing in an empty object,
 * and the cut in a file that was cut off.
 */
function linesOf({ bytes, whole }: Text): Uint8Array[] {
  if (!bytes) return []
  const lines: Uint8Array[] = []
  let from = 0
  for (let lf = bytes.indexOf(LF); lf !== -1; lf = bytes.indexOf(LF, from)) {
    lines.push(bytes.subarray(from, lf))
    from = lf + 1
  }
  const isCut = from < bytes.length || lines.length === 0 || !whole
  return isCut ? [...lines, bytes.subarray(from)] : lines
}

const LF = 0x0a

function indOf(bytes: Uint8Array, topic: string): number | undefined {
  try {
    const record = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown> | null
    const ind = record?.[topic.endsWith('.pin') ? 'index' : 'ind']
    return Number.isInteger(ind) ? (ind as number) : undefined
  } catch {
    return undefined
  }
}
