import { checkMetadata } from './checks/metadata.ts'
import { type Line, linesOf, textOf } from './lines.ts'
import { mapBounded, type ObjectStore } from './store.ts'
import type { Difference, Kind } from './verdict.ts'

/** A line at the offset of its record. */
export interface LandedLine extends Line {
  readonly offset: number
}

/** An object of the sink. */
export interface LandedObject {
  readonly key: string
  readonly topic: string
  readonly partition: number
  /** Offset of the first line. */
  readonly start: number
  /** Offset after the last line. */
  readonly next: number
  readonly lines: readonly LandedLine[]
  /** A gzip file of which nothing can be trusted; it has no lines then. */
  readonly damaged: boolean
}

/**
 * Offsets that the sink leaves out of the bucket, as `{topic}+{partition}+{offset}`: dead letters, and
 * records without a value.
 */
export type Absent = ReadonlySet<string>

/** All that lies under `topics/`, ordered by topic, partition, start; and what could not be used. */
export interface Landed {
  readonly objects: readonly LandedObject[]
  readonly differences: readonly Difference[]
}

/** `topics/{topic}/partition={p}/{topic}+{p}+{start offset, 10 digits or more}.json[.gz]` */
const KEY = /^topics\/([^/]+)\/partition=(\d+)\/\1\+\2\+(\d{10,})\.json(\.gz)?$/

type Named = Omit<LandedObject, 'next' | 'lines' | 'damaged'>

/**
 * Reads every object of `topics`; anything else under `topics/` is a difference. Lines are at
 * consecutive offsets, those in `absent` passed over.
 */
export async function readLanded(
  store: ObjectStore,
  topics: readonly string[],
  absent: Absent,
): Promise<Landed> {
  const keys = await store.list('topics/')
  const named = keys.flatMap((key) => nameOf(key, topics) ?? [])
  const foreign = keys.filter((key) => nameOf(key, topics) === undefined)
  const read = await mapBounded(named, (name) => readObject(store, name, absent))
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
  absent: Absent,
): Promise<{ object: LandedObject; differences: Difference[] }> {
  const stored = await store.get(name.key)
  const text = textOf(name.key, stored.body)
  const lines = placed(linesOf(text, kindOf(name.topic)), name, absent)
  const next = (lines.at(-1)?.offset ?? name.start - 1) + 1
  const object = { ...name, next, lines, damaged: text.bytes === undefined }
  if (text.whole) return { object, differences: checkMetadata(object, stored) }
  return { object, differences: [unreadable(name)] }
}

function placed(
  lines: readonly Line[],
  { topic, partition, start }: Named,
  absent: Absent,
): LandedLine[] {
  let offset = start - 1
  return lines.map((line) => {
    do offset++
    while (absent.has(`${topic}+${partition}+${offset}`))
    return { ...line, offset }
  })
}

function unreadable({ key, topic, partition }: Named): Difference {
  const what = `${key}: is not, or not wholly, gzip`
  return { kind: 'object-unreadable', topic, partition, object: key, what }
}

/** The kind is the topic's name after its last dot. */
const kindOf = (topic: string): Kind => topic.slice(topic.lastIndexOf('.') + 1) as Kind
