import { sha256 } from '../../src/lines.ts'
import type { StreamRecord } from '../../src/stream/records.ts'
import type { Feed, StreamVerdict } from '../../src/stream/verdict.ts'
import { type Line, SmallStream, type Stored } from './small-stream.ts'

/** Breaks one thing in what belongs to the pins of a small stream. */
export type Fault = (pin: SmallStream['halves']['pin']) => unknown

/** What the judge says of the feed after a fault. */
export function judgeFeed(feed: Feed, break_: Fault): Promise<StreamVerdict> {
  const system = new SmallStream(feed)
  break_(system.halves.pin)
  return system.judge('feed')
}

export const kindsOf = async (feed: Feed, break_: Fault): Promise<string[]> =>
  (await judgeFeed(feed, break_)).differences.map(({ kind }) => kind)

/** A record to be put into a shard. */
export const record = (shard: string, sequence: string, key: string, data: string): Stored => ({
  ...{ shard, sequence, key, data: Buffer.from(data) },
})

/** A ledger line of unknown outcome. */
export const attempt = (topic: string, post: number, data: Uint8Array): Line => ({
  ...{ type: 'unknown', kind: 'pin', post, topic, sha256: sha256(data), reason: 'timeout' },
})

/** The first two records get one key, and lie in the other order. */
export const swapFirst: Fault = ({ stored }) => {
  for (const at of [0, 1]) Object.assign(stored[at] ?? {}, { key: 'k' })
  stored.unshift(...stored.splice(1, 1))
}

/** The kinds of difference between streams and tables after a fault. */
export const kindsOfTables = (break_: Fault): Promise<string[]> => {
  const system = new SmallStream()
  break_(system.halves.pin)
  return system.differences('tables')
}

/** A record of which only the place matters. */
export const recordAt = (shard: string, at: number): StreamRecord => ({
  ...{ stream: 's', shard, at, sequenceNumber: `${at}`, sub: 0, partitionKey: 'k' },
  ...{ arrivedAt: 0, sha256: '', ind: undefined, clean: undefined, form: undefined },
})
