import { waitFor } from '@pinpipe/stack'
import { FIRST_SHARD, outcome, type Start, type StreamClient } from './client.ts'
import type { ServerName } from './servers.ts'

/** Where LocalStack does not do what the service's documentation says, and the fake does. */
export interface Difference {
  readonly title: string
  /** What a stream of one shard shows, through a client that retries nothing. */
  readonly observe: (stream: StreamClient) => Promise<unknown>
  readonly expected: Readonly<Record<ServerName, unknown>>
}

/** Puts records until the last two arrived in different milliseconds of one second; gives these arrivals. */
async function twoOfOneSecond(stream: StreamClient): Promise<[Date, Date]> {
  let iterator = await stream.iterator(FIRST_SHARD)
  let before = new Date(0)
  const next = async (): Promise<[Date, Date] | undefined> => {
    await stream.put('x')
    const { Records = [], NextShardIterator } = await stream.get(iterator)
    iterator = NextShardIterator
    const earlier = before
    before = Records.at(-1)?.ApproximateArrivalTimestamp ?? before
    const apart = before.getTime() - earlier.getTime()
    return apart > 0 && apart <= before.getTime() % 1000 ? [earlier, before] : undefined
  }
  // At most 5 reads a second: so many the quota allows.
  return waitFor(next, { what: 'two records of one second', everyMs: 210 })
}

/** Each is asked of both servers, so that one which goes away is noticed. */
export const differences: readonly Difference[] = [
  {
    title: 'a request of 501 records',
    observe: (stream) => outcome(stream.putMany(501)),
    expected: { 'the fake': 'ValidationException', LocalStack: 'accepted' },
  },
  {
    title: 'a request of no records',
    observe: (stream) => outcome(stream.putMany(0)),
    expected: { 'the fake': 'ValidationException', LocalStack: 'accepted' },
  },
  {
    title: 'an empty partition key',
    observe: (stream) => outcome(stream.put('x', '')),
    expected: { 'the fake': 'ValidationException', LocalStack: 'InvalidArgumentException' },
  },
  {
    title: 'a record of 1 MiB of data and a key',
    observe: (stream) => outcome(stream.putMany(1, 2 ** 20)),
    expected: { 'the fake': 'InvalidArgumentException', LocalStack: 'accepted' },
  },
  {
    title: 'more than a shard takes in a second',
    observe: async (stream) => (await stream.putMany(2, 2 ** 20 - 10)).FailedRecordCount,
    expected: { 'the fake': 1, LocalStack: 0 },
  },
  {
    title: 'more reads than a shard allows in a second',
    observe: async (stream) => {
      const iterator = await stream.iterator(FIRST_SHARD)
      const reads = Array.from({ length: 20 }, () => outcome(stream.get(iterator)))
      return [...new Set(await Promise.all(reads))].toSorted()
    },
    expected: {
      'the fake': ['ProvisionedThroughputExceededException', 'accepted'],
      LocalStack: ['accepted'],
    },
  },
  {
    title: 'an iterator that is none',
    observe: (stream) => outcome(stream.get('abc')),
    expected: { 'the fake': 'InvalidArgumentException', LocalStack: '500' },
  },
  {
    title: 'more than 10,000 records asked for',
    observe: async (stream) => outcome(stream.get(await stream.iterator(FIRST_SHARD), 10_001)),
    expected: { 'the fake': 'ValidationException', LocalStack: 'InvalidArgumentException' },
  },
  {
    title: 'whether the last sequence number of a closed shard is beyond its records',
    observe: async (stream) => {
      const { SequenceNumber = '' } = await stream.put('x')
      await stream.split(FIRST_SHARD, 2n ** 127n)
      const [parent] = await stream.shards()
      return BigInt(parent?.SequenceNumberRange?.EndingSequenceNumber ?? 0) > BigInt(SequenceNumber)
    },
    expected: { 'the fake': true, LocalStack: false },
  },
  {
    title: 'whether AT_TIMESTAMP begins before its millisecond, within the second',
    observe: async (stream) => {
      const [before, at] = await twoOfOneSecond(stream)
      const start: Start = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: at }
      const { Records = [] } = await stream.get(await stream.iterator(FIRST_SHARD, start))
      return Records[0]?.ApproximateArrivalTimestamp?.getTime() === before.getTime()
    },
    expected: { 'the fake': false, LocalStack: true },
  },
  {
    title: 'AT_TIMESTAMP with a time to come',
    observe: (stream) => {
      const Timestamp = new Date(Date.now() + 3_600_000)
      return outcome(stream.iterator(FIRST_SHARD, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp }))
    },
    expected: { 'the fake': 'InvalidArgumentException', LocalStack: 'accepted' },
  },
  {
    title: 'whether two shards are halves',
    observe: async (stream) => {
      await stream.delete()
      const [first] = await (await stream.create(2)).shards()
      return first?.HashKeyRange?.EndingHashKey === (2n ** 127n - 1n).toString()
    },
    expected: { 'the fake': true, LocalStack: false },
  },
]
