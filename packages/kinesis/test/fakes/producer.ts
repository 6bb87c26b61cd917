import type { KinesisErrorCode } from '../../src/errors.ts'
import type { ProducerEvents, RequestReport } from '../../src/producer/events.ts'
import type { ProducerOptions } from '../../src/producer/options.ts'
import type { PutOutcome } from '../../src/producer/pending.ts'
import { KinesisProducer } from '../../src/producer/producer.ts'
import { FakeStream } from './stream.ts'
import { FakeTiming } from './timing.ts'

/** Events as they came. */
export class RecordedEvents implements ProducerEvents {
  readonly requests: RequestReport[] = []
  readonly settled = new Map<KinesisErrorCode | 'ok', number>()
  readonly open: number[] = []
  readonly notRead: KinesisErrorCode[] = []

  requestDone(report: RequestReport): void {
    this.requests.push(report)
  }

  recordsSettled(counts: ReadonlyMap<KinesisErrorCode | 'ok', number>): void {
    for (const [code, count] of counts)
      this.settled.set(code, (this.settled.get(code) ?? 0) + count)
  }

  shardsRead(open: number): void {
    this.open.push(open)
  }

  shardsNotRead({ code }: { code: KinesisErrorCode }): void {
    this.notRead.push(code)
  }
}

/** A producer on a stream in memory and a clock that the test moves. */
export function fakeProducer(options: Partial<ProducerOptions> = {}, shardCount = 1) {
  const timing = new FakeTiming()
  const stream = new FakeStream(timing, shardCount)
  const events = new RecordedEvents()
  const producer = new KinesisProducer(options, { stream, events, timing })
  const put = (partitionKey: string, text: string) =>
    producer.put({ data: Buffer.from(text), partitionKey })
  return { timing, stream, events, producer, put }
}

/** `ok`, or the error's code. */
export function codeOf(outcome: PutOutcome): string {
  return 'error' in outcome ? outcome.error.code : 'ok'
}
