import { type Line, linesOf, sha256, textOf } from './lines.ts'
import { mapBounded, type ObjectStore } from './store.ts'
import type { Difference, DifferenceKind, Kind } from './verdict.ts'

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
  const lines = linesOf(text, kindOf(name.topic))
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

/** The kind is the topic's name after its last dot. */
const kindOf = (topic: string): Kind => topic.slice(topic.lastIndexOf('.') + 1) as Kind
