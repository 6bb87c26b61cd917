import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { digestOf } from '../../src/clean-record.ts'
import { precedenceIn } from '../../src/stream/records.ts'
import { checkRows } from '../../src/stream/rows.ts'
import { type Fault, kindsOfTables as kindsOf, recordAt } from './planted.ts'
import { SHARDS } from './small-stream.ts'

describe('each ind has one row, made from its first record', () => {
  test.each<[string, [number, number][], string[]]>([
    [
      'a missing row',
      [
        [7, 1],
        [3, 1],
      ],
      ['row-missing', 'counts-differ'],
    ],
    [
      'two rows with one ind',
      [
        [7, 1],
        [3, 1],
        [9, 1],
        [9, 1],
      ],
      ['duplicate-ind', 'counts-differ'],
    ],
    [
      'a row of no record',
      [
        [7, 1],
        [3, 1],
        [9, 1],
        [8, 1],
      ],
      ['row-unfounded', 'counts-differ'],
    ],
    [
      'a wrong cell',
      [
        [7, 1],
        [3, 1],
        [9, 4],
      ],
      ['row-altered'],
    ],
    [
      'a later record as the winner',
      [
        [7, 2],
        [3, 1],
        [9, 1],
      ],
      ['row-not-first'],
    ],
  ])('%s is found', async (_, rows, kinds) => {
    expect(await kindsOf((pin) => Object.assign(pin, { rows }))).toEqual(kinds)
  })

  test('of shards that do not descend from one another either first record may win', async () => {
    const apart =
      (times: number): Fault =>
      (pin) => {
        Object.assign(pin.stored[0] ?? {}, { shard: 'shard-1' })
        Object.assign(pin.provenance[0] ?? {}, { shard: 'shard-1' })
        pin.rows = [
          [7, times],
          [3, 1],
          [9, 1],
        ]
      }
    expect(await kindsOf(apart(1))).toEqual([])
    expect(await kindsOf(apart(2))).toEqual([])
    expect(await kindsOf(apart(3))).toEqual(['row-altered'])
  })
})

interface Drawn {
  readonly shard: string
  readonly ind: bigint
  readonly age: bigint
}

describe('a table of the first records to arrive', () => {
  const drawn = fc.record({
    shard: fc.constantFrom(...SHARDS.map(({ id }) => id)),
    ind: fc.bigInt({ min: 1n, max: 3n }),
    age: fc.bigInt({ min: 1n, max: 4n }),
  })
  const precedes = precedenceIn(SHARDS)
  const check = (rows: readonly Drawn[], draws: readonly Drawn[]) => {
    const accepted = draws.map(({ shard, ind, age }, at) => ({
      ...recordAt(shard, at),
      ...{ ind, clean: digestOf('user', { ind, age }) },
    }))
    const table = rows.map((row) => ({ ...row }))
    return checkRows(table, 'user', 't', accepted, precedes).map(({ kind }) => kind)
  }

  /** A shard is read in its order and after its parent; `turns` says which of the others goes next. */
  const arrivals = (draws: readonly Drawn[], turns: readonly boolean[]) => {
    const [parent, left, right] = SHARDS.map(({ id }) => draws.filter(({ shard }) => shard === id))
    const queues: [Drawn[], Drawn[]] = [[...(left ?? [])], [...(right ?? [])]]
    const taken = turns.flatMap((turn) => queues[turn ? 1 : 0].shift() ?? [])
    return [...(parent ?? []), ...taken, ...queues.flat()]
  }

  const firsts = (arrived: readonly Drawn[]) =>
    arrived.filter(({ ind }, at) => arrived.findIndex((other) => other.ind === ind) === at)

  test('differs in nothing, in whatever turns the shards are read', () => {
    fc.assert(
      fc.property(fc.array(drawn), fc.array(fc.boolean()), (draws, turns) => {
        expect(check(firsts(arrivals(draws, turns)), draws)).toEqual([])
      }),
    )
  })

  test('differs where the last of a shard is taken for its first', () => {
    const ofParent = fc.array(fc.record({ shard: fc.constant('shard-0'), age: fc.bigInt(1n, 4n) }))
    fc.assert(
      fc.property(ofParent, (drawn) => {
        const draws = drawn.map((draw) => ({ ...draw, ind: 1n }))
        const [first, last] = [draws.at(0), draws.at(-1)]
        const expected = first?.age === last?.age ? [] : ['row-not-first']
        expect(check(last ? [last] : [], draws)).toEqual(expected)
      }),
    )
  })
})
