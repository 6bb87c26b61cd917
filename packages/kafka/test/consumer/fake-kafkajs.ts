import type { EachBatchPayload, Kafka } from 'kafkajs'

type Handler = (event: { payload: unknown }) => void

/** What the fake broker would answer, and what was asked of the fake consumer. */
export class FakeKafkajs {
  topics: string[] = ['a.pin']
  committed = '-1'
  low = '0'
  high = '100'
  readonly calls: string[] = []
  readonly #handlers = new Map<string, Handler>()
  #eachBatch: ((payload: EachBatchPayload) => Promise<void>) | undefined

  /** As much of kafkajs' client as a session uses. */
  get client(): Kafka {
    const events = {
      GROUP_JOIN: 'join',
      HEARTBEAT: 'heartbeat',
      START_BATCH_PROCESS: 'start',
      CRASH: 'crash',
      STOP: 'stop',
    }
    const consumer = {
      events,
      on: (name: string, handler: Handler) => this.#handlers.set(name, handler),
      connect: async () => this.calls.push('connect'),
      subscribe: async ({ topics }: { topics: string[] }) => this.calls.push(`subscribe ${topics}`),
      run: async ({ eachBatch }: { eachBatch: (payload: EachBatchPayload) => Promise<void> }) => {
        this.#eachBatch = eachBatch
      },
      pause: (all: unknown) => this.calls.push(`pause ${JSON.stringify(all)}`),
      resume: (all: unknown) => this.calls.push(`resume ${JSON.stringify(all)}`),
      seek: ({ offset }: { offset: string }) => this.calls.push(`seek ${offset}`),
      commitOffsets: async (offsets: unknown) =>
        this.calls.push(`commit ${JSON.stringify(offsets)}`),
      disconnect: async () => this.calls.push('disconnect'),
    }
    const admin = {
      connect: async () => undefined,
      disconnect: async () => undefined,
      listTopics: async () => this.topics,
      fetchOffsets: async () => [
        { topic: 'a.pin', partitions: [{ partition: 0, offset: this.committed }] },
      ],
      fetchTopicOffsets: async () => [{ partition: 0, low: this.low, high: this.high }],
    }
    return { consumer: () => consumer, admin: () => admin } as unknown as Kafka
  }

  emit(name: string, payload: unknown): void {
    this.#handlers.get(name)?.({ payload })
  }

  join(): void {
    this.emit('join', { memberAssignment: { 'a.pin': [0] } })
  }

  /** Delivers a batch that was fetched at `fetched`. @returns the offsets that were resolved */
  async deliver(fetched: number, offsets: readonly number[]): Promise<string[]> {
    const resolved: string[] = []
    const messages = offsets.map((offset) => ({
      offset: String(offset),
      key: null,
      value: Buffer.from(String(offset)),
      timestamp: '5',
    }))
    const last = String(offsets.at(-1))
    await this.#eachBatch?.({
      batch: {
        topic: 'a.pin',
        partition: 0,
        fetchedOffset: String(fetched),
        highWatermark: this.high,
        messages,
        lastOffset: () => last,
      },
      resolveOffset: (offset: string) => resolved.push(offset),
    } as unknown as EachBatchPayload)
    return resolved
  }
}
