import { describe, expect, test } from '@jest/globals'
import { recordOf } from '../records.ts'
import { aggregateOf } from './aggregates.ts'
import { type Fault, kindsOfTables as kindsOf } from './planted.ts'
import { originOf, SmallStream, type Stored } from './small-stream.ts'
import type { Accepted, Refused } from './stream-tables.ts'

const accepted = (pin: { provenance: Accepted[] }, at: number) => pin.provenance[at] as Accepted
const refused = (pin: { quarantine: Refused[] }) => pin.quarantine[0] as Refused

describe('each record of a stream is accounted for once', () => {
  test.each<[string, Fault, string[]]>([
    ['a lost provenance row', (pin) => pin.provenance.pop(), ['record-unaccounted']],
    [
      'a provenance row that is there twice',
      (pin) => pin.provenance.push(accepted(pin, 0)),
      ['record-twice'],
    ],
    [
      'a provenance row of no record',
      (pin) => pin.provenance.push({ ...accepted(pin, 0), sequence: '999' }),
      ['provenance-wrong'],
    ],
    [
      'a provenance row of a sub-record that is not there',
      (pin) => pin.provenance.push({ ...accepted(pin, 0), sub: 1 }),
      ['provenance-wrong'],
    ],
    [
      'a refused record that is accepted',
      (pin) => pin.provenance.push({ ...refused(pin), ind: 5 }),
      ['provenance-wrong', 'record-twice'],
    ],
    [
      'a refused record that is in neither table',
      (pin) => pin.quarantine.pop(),
      ['record-unaccounted', 'counts-differ'],
    ],
    [
      'a whole record that is quarantined as well',
      (pin) =>
        pin.quarantine.push({
          ...accepted(pin, 2),
          ...{ reason: 'none', raw: recordOf('pin', 9) },
        }),
      ['record-twice', 'quarantine-wrong', 'row-unfounded', 'counts-differ'],
    ],
    [
      'a whole record that is quarantined instead',
      (pin) => {
        const [row] = pin.provenance.splice(3, 1) as [Accepted]
        pin.quarantine.push({ ...row, reason: 'none', raw: recordOf('pin', 7, 2) })
      },
      ['quarantine-wrong'],
    ],
    [
      'other bytes in quarantine',
      (pin) => Object.assign(refused(pin), { raw: 'other' }),
      ['quarantine-wrong'],
    ],
    [
      'no reason in quarantine',
      (pin) => Object.assign(refused(pin), { reason: '' }),
      ['quarantine-wrong'],
    ],
    [
      'a quarantined row that is there twice',
      (pin) => pin.quarantine.push(refused(pin)),
      ['record-twice', 'counts-differ'],
    ],
    [
      'a quarantined row of no record',
      (pin) => pin.quarantine.push({ ...refused(pin), shard: 'shard-9' }),
      ['quarantine-wrong', 'counts-differ'],
    ],
    [
      'a wrong form in quarantine',
      (pin) => Object.assign(refused(pin), { form: null }),
      ['quarantine-wrong'],
    ],
    ...[{ ind: 8 }, { stream: 'other' }, { key: 'other' }, { form: 'array' }, { arrivedAt: 0 }].map(
      (wrong): [string, Fault, string[]] => [
        `provenance with a wrong ${Object.keys(wrong).join()}`,
        (pin) => Object.assign(accepted(pin, 1), wrong),
        ['provenance-wrong'],
      ],
    ),
  ])('%s is found', async (_, break_, kinds) => {
    expect(await kindsOf(break_)).toEqual(kinds)
  })

  test('sub-records by their places, and each in its own form', async () => {
    const system = new SmallStream()
    const { pin } = system.halves
    const [first, second] = pin.stored as [Stored, Stored]
    const text = JSON.stringify(second.data.toString())
    const data = aggregateOf([
      ['7', first.data],
      ['3', text],
      ['1', 'no record'],
    ])
    pin.stored.splice(0, 2, { ...first, key: 'a', data })
    Object.assign(accepted(pin, 1), { sequence: '100', sub: 1, key: '3', form: 'json-text' })
    const origin = { ...originOf('pin', first), sub: 2, key: '1', form: null }
    pin.quarantine.push({ ...origin, reason: 'not JSON', raw: 'no record' })
    const { differences, counts } = await system.judge('tables')
    expect(differences).toEqual([])
    expect(counts).toMatchObject({ records: 16, quarantined: { pin: 2, geo: 1, user: 1 } })
  })

  test('a millisecond may be lost of an arrival', async () => {
    expect(await kindsOf((pin) => accepted(pin, 1).arrivedAt--)).toEqual([])
    const two: Fault = (pin) =>
      Object.assign(accepted(pin, 1), { arrivedAt: accepted(pin, 1).arrivedAt - 2 })
    expect(await kindsOf(two)).toEqual(['provenance-wrong'])
  })
})
