import { type Kind, topicName } from '@pinpipe/schema'
import type { Failure, Outcome, OutgoingRecord, Target } from '../../src/target.ts'

/** What the target does with one request: the failures of its records; none stores them all. */
export type Reaction = (
  values: readonly string[],
  request: number,
) => readonly (Failure | undefined)[]

/** Stores values in memory, one partition a topic, and reacts as a test says. */
export class FakeTarget implements Target {
  readonly stored: Record<Kind, string[]> = { pin: [], geo: [], user: [] }
  readonly requests: { kind: Kind; values: readonly string[] }[] = []
  readonly singlesUpTo: number
  readonly #react: Reaction

  constructor(react: Reaction = () => [], singlesUpTo = 100) {
    this.#react = react
    this.singlesUpTo = singlesUpTo
  }

  topic(kind: Kind): string {
    return topicName('0a1b2c3d4e5f', kind)
  }

  async send(kind: Kind, records: readonly OutgoingRecord[]): Promise<readonly Outcome[]> {
    const values = records.map(({ value }) => String(value))
    const failures = this.#react(values, this.requests.push({ kind, values }) - 1)
    return values.map((value, at): Outcome => {
      const failure = failures[at]
      if (failure) return { failure }
      return { place: { partition: 0, offset: this.stored[kind].push(value) - 1 } }
    })
  }
}

/** Failures as the REST target makes them. */
export const failures = {
  busy: { code: 503, message: 'busy', retriable: true, unknown: false },
  cut: { code: 'connection', message: 'other side closed', retriable: true, unknown: true },
  unsure: { code: 50003, message: 'Kafka error', retriable: true, unknown: true },
  refused: { code: 40401, message: 'Topic not found.', retriable: false, unknown: false },
} as const satisfies Record<string, Failure>
