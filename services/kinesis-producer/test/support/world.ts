import type { ConsumedRecord, RecordBatch } from '@pinpipe/kafka'
import { KinesisError, type KinesisErrorCode, type PutOutcome } from '@pinpipe/kinesis'
import { Relay, type RelayOptions } from '../../src/relay.ts'

export const AT = { topic: 't', partition: 0 }

const ignore = () => undefined

const EVENTS = {
  assigned: ignore,
  consumed: ignore,
  committed: ignore,
  commitFailed: ignore,
  observed: ignore,
} as unknown as RelayOptions['events']

/** A put or dead letter that waits for its end. */
interface Open<T> {
  readonly text: string
  end(outcome: T): void
}

/** A relay whose Kafka, Kinesis and dead letters are in the hands of a test. */
export class World {
  readonly puts: Open<PutOutcome>[] = []
  readonly letters: Open<void>[] = []
  readonly commits: number[] = []
  readonly paused = new Set<number>()
  now = 0
  /** What the next commits meet, one each. */
  commitErrors: Error[] = []
  readonly relay: Relay

  constructor(memoryBytes = 1 << 20) {
    this.relay = new Relay({
      memoryBytes,
      events: EVENTS,
      now: () => this.now,
      intake: {
        pause: ({ partition }) => this.paused.add(partition),
        resume: ({ partition }) => this.paused.delete(partition),
        commit: async ([at]) => {
          const error = this.commitErrors.shift()
          if (error) throw error
          this.commits.push(at?.offset ?? -1)
        },
      },
      partsOf: () => ({
        chooseKey: () => ({ partitionKey: 'k', fallback: false }),
        put: ({ data }) => wait(this.puts, Buffer.from(data).toString()),
        deadLetter: (_at, { value }) => wait(this.letters, value.toString()),
      }),
    })
    this.relay.assigned([AT])
  }

  /** Delivers values from `offset` on. */
  deliver(offset: number, ...values: (string | null)[]): void {
    this.relay.batch(batchOf(offset, values))
  }

  /** Ends the oldest open put of a value, and lets what follows from it happen. */
  async end(text: string, code?: KinesisErrorCode): Promise<void> {
    const outcome = code
      ? { error: new KinesisError(code, 'no') }
      : { shardId: 's', sequenceNumber: '1' }
    take(this.puts, text).end(outcome)
    await turn()
  }

  /** Resolves when a dead letter was sent. */
  async untilLetter(): Promise<void> {
    while (this.letters.length === 0) await turn()
  }

  async endLetter(text: string): Promise<void> {
    take(this.letters, text).end()
    await turn()
  }

  /** The offset committed last, after one more commit. */
  async committed(): Promise<number | undefined> {
    await this.relay.commit()
    return this.commits.at(-1)
  }
}

function wait<T>(open: Open<T>[], text: string): Promise<T> {
  return new Promise((end) => {
    open.push({ text, end })
  })
}

function take<T>(open: Open<T>[], text: string): Open<T> {
  const at = open.findIndex((item) => item.text === text)
  const [item] = open.splice(at, 1)
  if (at === -1 || !item) throw new Error(`Nothing waits for ${text}`)
  return item
}

function batchOf(offset: number, values: readonly (string | null)[]): RecordBatch {
  const records = values.map((value, at): ConsumedRecord => {
    const bytes = value === null ? null : Buffer.from(value)
    return { offset: offset + at, key: null, value: bytes, headers: {}, timestamp: 0 }
  })
  return { ...AT, records, next: offset + values.length }
}

const turn = (): Promise<void> =>
  new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
