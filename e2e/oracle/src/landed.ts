import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { mapBounded, type ObjectStore } from './store.ts'
import type { Difference } from './verdict.ts'

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
}

/** All that lies under `topics/`, ordered by topic, partition, start; and what could not be used. */
export interface Landed {
  readonly objects: readonly LandedObject[]
  readonly differences: readonly Difference[]
}

/** `topics/{topic}/partition={p}/{topic}+{p}+{start offset, 10 digits or more}.json[.gz]` */
const KEY = /^topics\/([^/]+)\/partition=(\d+)\/\1\+\2\+(\d{10,})\.json(\.gz)?$/

type Named = Omit<LandedObject, 'lines'>

/** Reads every object of `topics`; anything else under `topics/` is a difference. */
export async function readLanded(store: ObjectStore, topics: readonly string[]): Promise<Landed> {
  const keys = await store.list('topics/')
  const named = keys.flatMap((key) => nameOf(key, topics) ?? [])
  const foreign = keys.filter((key) => nameOf(key, topics) === undefined)
  const read = await mapBounded(named, (name) => readObject(store, name))
  return {
    objects: read.flatMap(({ object }) => object ?? []).sort(byPlace),
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
): Promise<{ object?: LandedObject; differences: Difference[] }> {
  const { body, metadata } = await store.get(name.key)
  const { key: object, topic, partition } = name
  let text: Uint8Array
  try {
    text = object.endsWith('.gz') ? gunzipSync(body) : body
  } catch {
    const what = `${object} is not gzip`
    return { differences: [{ kind: 'object-unreadable', object, topic, partition, what }] }
  }
  const lines = splitLines(text).map((bytes) => ({
    sha256: sha256(bytes),
    ind: indOf(bytes, topic),
  }))
  const expected = {
    'record-count': String(lines.length),
    'next-offset': String(name.start + lines.length),
    sha256: sha256(body),
  }
  const differences = Object.entries(expected)
    .filter(([field, value]) => metadata[field] !== value)
    .map(([field, value]) => ({
      kind: 'object-metadata' as const,
      ...{ object, topic, partition },
      what: `${object}: metadata ${field} is ${metadata[field] ?? 'missing'}, its content says ${value}`,
    }))
  return { object: { ...name, lines }, differences }
}

/** Lines as LF ends them; bytes after the last LF are a line too. */
function splitLines(text: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  let from = 0
  for (let lf = text.indexOf(0x0a); lf !== -1; lf = text.indexOf(0x0a, from)) {
    lines.push(text.subarray(from, lf))
    from = lf + 1
  }
  return from < text.length ? [...lines, text.subarray(from)] : lines
}

function indOf(bytes: Uint8Array, topic: string): number | undefined {
  try {
    const record = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown> | null
    const ind = record?.[topic.endsWith('.pin') ? 'index' : 'ind']
    return Number.isInteger(ind) ? (ind as number) : undefined
  } catch {
    return undefined
  }
}
