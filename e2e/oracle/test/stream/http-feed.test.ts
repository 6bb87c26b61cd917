import { describe, expect, test } from '@jest/globals'
import { recordOf } from '../records.ts'
import { attempt, type Fault, judgeFeed, kindsOf, record, swapFirst } from './planted.ts'
import { type Line, SmallStream, type Stored, streamName } from './small-stream.ts'

describe('what was put over HTTP is in the streams once', () => {
  test('a lost record is named with its place', async () => {
    const { differences } = await judgeFeed('http', ({ stored }) => stored.splice(1, 1))
    expect(differences).toEqual([
      {
        ...{ kind: 'missing', what: 'an acknowledged record is not in the stream' },
        ...{ stream: streamName('pin'), shard: 'shard-0', sequenceNumber: '101' },
      },
    ])
  })

  test.each<[string, Fault, string[]]>([
    ['a changed byte', ({ stored }) => stored[3]?.data.write('x'), ['altered']],
    [
      'a record with the sequence number of another',
      ({ stored }) => stored.push(stored[0] as Stored),
      ['duplicate'],
    ],
    [
      'a second copy that no attempt explains',
      ({ stored }) => stored.push({ ...(stored[4] as Stored), sequence: '105' }),
      ['unexplained'],
    ],
    [
      'a record in another shard than acknowledged',
      ({ stored }) => Object.assign(stored[3] ?? {}, { shard: 'shard-2' }),
      ['missing', 'unexplained'],
    ],
    [
      'a foreign value',
      ({ stored }) => stored.push(record('shard-1', '105', '1', '{}')),
      ['unexplained'],
    ],
    [
      'one place for two records',
      ({ ledger }) => Object.assign(ledger[3] ?? {}, ledger[1], { post: 1 }),
      ['place-acknowledged-twice', 'missing', 'unexplained'],
    ],
    [
      'a record that was put after another of its key and lies before it',
      ({ stored, ledger }) => {
        Object.assign(stored[3] ?? {}, { sequence: '900', key: 'k' })
        Object.assign(stored[4] ?? {}, { shard: 'shard-0', key: 'k' })
        Object.assign(ledger[7] ?? {}, { sequence_number: '900' })
        Object.assign(ledger[9] ?? {}, { shard: 'shard-0' })
      },
      ['out-of-order'],
    ],
    [
      'a ledger of Kafka',
      (pin) => (pin.ledger[1] = new SmallStream('kafka').halves.pin.ledger[1] as Line),
      ['ledger-unreadable', 'ledger-incomplete', 'ledger-incomplete'],
    ],
  ])('%s is found', async (_, break_, kinds) => {
    expect(await kindsOf('http', break_)).toEqual(kinds)
  })

  test('an attempt of unknown outcome explains one copy', async () => {
    const { ok, counts } = await judgeFeed('http', ({ stored, ledger }) => {
      const data = Buffer.from(recordOf('pin', 9))
      stored.push(record('shard-1', '105', '9', recordOf('pin', 9)))
      ledger.splice(7, 0, attempt(streamName('pin'), 3, data))
    })
    expect({ ok, counts }).toMatchObject({
      ok: true,
      counts: { records: 16, resent: 1, unknown: 1 },
    })
  })

  test('records that were under way at the same time have no order', async () => {
    const atOnce: Fault = (pin) => {
      swapFirst(pin)
      pin.ledger.splice(1, 2, ...pin.ledger.slice(1, 3).reverse())
    }
    expect(await kindsOf('http', atOnce)).toEqual([])
    const twice: Fault = (pin) => {
      atOnce(pin)
      pin.ledger.splice(3, 0, pin.ledger[1] as Line)
    }
    expect(await kindsOf('http', twice)).toEqual(['out-of-order'])
    expect(await kindsOf('http', swapFirst)).toEqual(['out-of-order'])
  })

  test('records acknowledged for other streams are named', async () => {
    const { differences } = await judgeFeed('http', ({ ledger }) => {
      for (const line of ledger) line.topic = 'streaming-other-pin'
    })
    const strangers = '5 records were acknowledged for streaming-other-pin'
    expect(differences[0]?.what).toContain(strangers)
  })
})
