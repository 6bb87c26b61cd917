import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { examineStream } from '../../src/stream/judge-stream.ts'
import { ID, topicOf } from '../bucket.ts'
import { recordOf } from '../records.ts'
import { aggregateOf } from './aggregates.ts'
import { attempt, type Fault, judgeFeed, kindsOf, record, swapFirst } from './planted.ts'
import { type Line, SmallStream, type Stored } from './small-stream.ts'

describe('what Kafka has acknowledged is in the streams at least once', () => {
  test.each<[string, Fault, string[]]>([
    ['a lost record', ({ stored }) => stored.splice(1, 1), ['missing']],
    ['a changed byte', ({ stored }) => stored[3]?.data.write('x'), ['missing', 'unexplained']],
    [
      'a foreign value',
      ({ stored }) => stored.push(record('shard-1', '105', '1', '{}')),
      ['unexplained'],
    ],
    [
      'a value that Kafka has twice and the stream once',
      ({ ledger }) => {
        const [sent, ack] = ledger as [Line, Line]
        ledger.push({ ...sent, post: 5 }, { ...ack, post: 5, offset: 5 })
      },
      ['ledger-incomplete', 'missing'],
    ],
    ['a first copy before that of an earlier offset', swapFirst, ['out-of-order']],
    [
      'a first copy in the shard that the other copy had been split from',
      ({ stored }) => {
        Object.assign(stored[0] ?? {}, { key: '7', shard: 'shard-1' })
        Object.assign(stored[4] ?? {}, { shard: 'shard-0' })
      },
      ['out-of-order'],
    ],
  ])('%s is found', async (_, break_, kinds) => {
    expect(await kindsOf('kafka', break_)).toEqual(kinds)
  })

  test('further copies are counted, wherever they are', async () => {
    const { ok, counts } = await judgeFeed('kafka', ({ stored }) => {
      const [first, second] = stored as [Stored, Stored]
      stored.push({ ...first, sequence: '900' }, { ...first, sequence: '901' })
      stored.push({ ...second, sequence: '902' })
    })
    expect({ ok, counts }).toMatchObject({ ok: true, counts: { records: 18, resent: 3 } })
  })

  test('more copies than attempts of unknown outcome are found, where the producer counts its own', async () => {
    const system = new SmallStream('kafka')
    const { stored, ledger } = system.halves.pin
    stored.push(...stored.map((each) => ({ ...each, sequence: `9${each.sequence}` })))
    ledger.splice(1, 0, attempt(topicOf('pin'), 0, (stored[0] as Stored).data))
    const kindsWith = async (resentAtMost: number | undefined) => {
      const evidence = { id: ID, store: system.store, reader: system, ledger: system.ledgerText() }
      const asked = { feed: 'kafka', stages: ['feed'], resentAtMost } as const
      const { counts, differences } = await examineStream({ ...evidence, ...asked })
      expect(counts).toMatchObject({ resent: 5, unknown: 1 })
      return differences.map(({ kind }) => kind)
    }
    expect(await kindsWith(3)).toEqual(['unexplained'])
    expect(await kindsWith(4)).toEqual([])
    expect(await kindsWith(undefined)).toEqual([])
  })

  test('a copy in a later shard is not the first, in whatever order shards are listed', async () => {
    const { ok, counts } = await judgeFeed('kafka', ({ stored }) => {
      const [first, second] = stored as [Stored, Stored]
      stored.splice(1, 1)
      first.key = 'k'
      stored.push({ ...second, shard: 'shard-1', key: 'k', sequence: '900' })
      stored.push({ ...first, shard: 'shard-1', sequence: '901' })
    })
    expect({ ok, counts }).toMatchObject({ ok: true, counts: { resent: 1 } })
  })

  test('records in an aggregate count each for itself, and keep their order', async () => {
    const pack =
      (...order: number[]): Fault =>
      ({ stored }) => {
        const parts = order.map((at) => ['k', stored[at]?.data ?? ''] as const)
        const outer = { shard: 'shard-0', sequence: '100', key: 'a', data: aggregateOf(parts) }
        stored.splice(0, 3, outer)
      }
    expect(await judgeFeed('kafka', pack(0, 1, 2))).toMatchObject({
      ok: true,
      counts: { records: 15 },
    })
    expect(await kindsOf('kafka', pack(1, 0, 2))).toEqual(['out-of-order'])
    expect(await kindsOf('kafka', pack(0, 2))).toEqual(['missing'])
  })

  test('nothing is said of the order of values whose first offset is not known', async () => {
    const unknown: Fault = (pin) => {
      swapFirst(pin)
      pin.ledger.splice(3, 0, attempt(topicOf('pin'), 1, Buffer.from(recordOf('pin', 3))))
    }
    const apart: Fault = (pin) => {
      swapFirst(pin)
      Object.assign(pin.ledger[3] ?? {}, { partition: 1 })
    }
    expect(await kindsOf('kafka', unknown)).toEqual([])
    expect(await kindsOf('kafka', apart)).toEqual([])
  })

  test('a value of unknown outcome may be there or not', async () => {
    const data = Buffer.from(recordOf('pin', 8))
    const never: Line = { type: 'failed', kind: 'pin', post: 5, topic: topicOf('pin') }
    const lost: Fault = ({ ledger }) => ledger.push(attempt(topicOf('pin'), 5, data), never)
    const there: Fault = (pin) => {
      lost(pin)
      pin.stored.push(record('shard-1', '105', '8', data.toString()))
    }
    for (const [fault, resent] of [
      [lost, 0],
      [there, 1],
    ] as const) {
      const { counts, differences } = await judgeFeed('kafka', fault)
      expect(counts.resent).toBe(resent)
      expect(differences.map(({ kind }) => kind)).toEqual(['ledger-incomplete'])
    }
  })

  test('whatever a producer puts again from a committed offset, in the order of each key', async () => {
    const runs = fc.array(fc.record({ back: fc.nat(4), on: fc.nat(4) }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(runs, async (restarts) => {
        const { ok } = await judgeFeed('kafka', ({ stored }) => {
          const all = stored.splice(0).map((each) => ({ ...each, key: 'k', shard: 'shard-0' }))
          let next = 0
          const putTo = (end: number) => {
            for (; next < Math.min(end, all.length); next++) {
              stored.push({ ...(all[next] as Stored), sequence: `${stored.length}` })
            }
          }
          for (const { back, on } of restarts) {
            putTo(next + on)
            next = Math.max(0, next - back)
          }
          putTo(all.length)
        })
        expect(ok).toBe(true)
      }),
    )
  })
})
