import { PutRecordsCommand } from '@aws-sdk/client-kinesis'
import {
  Aggregate,
  createClient,
  KinesisProducer,
  openStream,
  type ProducerEvents,
  type ProducerOptions,
  type UserRecord,
} from '@pinpipe/kinesis'
import { aggregate as packByPeer } from 'aws-kinesis-agg'
import type { Job, Putter } from './job.ts'

/** Puts all records; resolves when each has its outcome. @throws {Error} when one was not stored. */
type Put = (job: Job, records: Iterable<UserRecord>) => Promise<void>

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }
const SDK_REQUESTS = 4
const SDK_RECORDS = 500
/** Both packers fill aggregates of this size; the peer's is built in. */
const PACK_BYTES = 1024 * 1024
/** Far above what is reached: the fake has no quotas, and the producer's limiter must not be what is measured. */
const NO_LIMIT = 1000

const noEvents: ProducerEvents = {
  requestDone: () => {},
  recordsSettled: () => {},
  shardsRead: () => {},
  shardsNotRead: () => {},
}

const clientFor = ({ endpoint }: Job) =>
  createClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS })

const byProducer =
  (options: Partial<ProducerOptions>): Put =>
  async (job, records) => {
    const client = clientFor(job)
    const producer = new KinesisProducer(
      { shardShare: NO_LIMIT, ...options },
      { stream: openStream(client, job.stream), events: noEvents },
    )
    let failure: Error | undefined
    for (const record of records) {
      await producer.room(record.data.length + record.partitionKey.length)
      void producer.put(record).then((outcome) => {
        if ('error' in outcome) failure ??= outcome.error
      })
    }
    await producer.flush()
    client.destroy()
    if (failure) throw failure
  }

function* batched<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

const bySdk: Put = async (job, records) => {
  const client = clientFor(job)
  const batches = batched(records, SDK_RECORDS)
  const lane = async () => {
    for (const batch of batches) {
      const Records = batch.map(({ data, partitionKey }) => ({
        Data: data,
        PartitionKey: partitionKey,
      }))
      const answer = await client.send(new PutRecordsCommand({ StreamName: job.stream, Records }))
      if (answer.FailedRecordCount) throw new Error(`${answer.FailedRecordCount} records failed`)
    }
  }
  await Promise.all(Array.from({ length: SDK_REQUESTS }, lane))
  client.destroy()
}

const pack: Put = async (_job, records) => {
  let open = new Aggregate(PACK_BYTES)
  for (const record of records) {
    if (open.add(record)) continue
    open.encode()
    open = new Aggregate(PACK_BYTES)
    open.add(record)
  }
  open.encode()
}

const packPeer: Put = (_job, records) =>
  new Promise((resolve, reject) => {
    packByPeer([...records], (_encoded, next) => next(), resolve, reject)
  })

/** Every way to put that is compared. */
export const putters: Readonly<Record<Putter, Put>> = {
  aggregated: byProducer({ aggregate: true }),
  plain: byProducer({}),
  unordered: byProducer({ ordered: false }),
  sdk: bySdk,
  pack,
  'pack-peer': packPeer,
}
