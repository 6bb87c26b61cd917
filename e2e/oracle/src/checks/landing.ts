import type { LandedObject } from '../landed.ts'
import type { Ledger } from '../ledger.ts'
import { notExplained } from '../ledger-entries.ts'
import type { Difference } from '../verdict.ts'

/** One record as it lies in the bucket. */
interface InBucket {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly object: string
  readonly sha256: string
}

/**
 * Ledger against bucket: every acknowledged (topic, partition, offset) is there once with its bytes,
 * and nothing else is, but what an attempt of unknown outcome explains, one record an attempt.
 */
export function checkLanding(ledger: Ledger, objects: readonly LandedObject[]): Difference[] {
  const landed = Map.groupBy(objects.flatMap(recordsOf), placeOf)
  const acknowledged = new Set(ledger.acknowledged.map(placeOf))
  const extra = [...landed].flatMap(([place, found]) => (acknowledged.has(place) ? [] : found))
  return [
    ...ledger.differences,
    ...ledger.acknowledged.flatMap((expected) => {
      const { topic, partition, offset } = expected
      const found = landed.get(placeOf(expected)) ?? []
      return verdictOn(expected.sha256, found).map((named) => ({
        ...named,
        topic,
        partition,
        offset,
      }))
    }),
    ...unexplained(ledger, extra),
  ]
}

function recordsOf({ key, topic, partition, lines }: LandedObject): InBucket[] {
  return lines.map(({ offset, sha256 }) => ({ topic, partition, offset, object: key, sha256 }))
}

function placeOf(at: { topic: string; partition: number; offset: number }): string {
  return `${at.topic}+${at.partition}+${at.offset}`
}

function verdictOn(sha256: string, found: readonly InBucket[]): Difference[] {
  const [first] = found
  if (!first) return [{ kind: 'missing', what: 'an acknowledged record is not in the bucket' }]
  const differences: Difference[] = []
  if (found.length > 1) {
    const where = found.map(({ object }) => object).join(' and ')
    differences.push({
      kind: 'duplicate',
      what: `the record is ${found.length} times in the bucket: ${where}`,
    })
  }
  if (found.some((record) => record.sha256 !== sha256)) {
    const what = `${first.object} holds other bytes than were acknowledged`
    differences.push({ kind: 'altered', object: first.object, what })
  }
  return differences
}

function unexplained({ unknown }: Ledger, extra: readonly InBucket[]): Difference[] {
  const left = notExplained(unknown, extra, ({ topic, sha256 }) => `${topic} ${sha256}`)
  return left.map(({ topic, partition, offset, object }) => {
    const what = `${object} holds a record that is neither acknowledged nor of unknown outcome`
    return { kind: 'unexplained', topic, partition, offset, object, what }
  })
}
