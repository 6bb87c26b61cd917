import { describe, expect, test } from '@jest/globals'
import { cleanRecord } from '../src/clean-record.ts'
import { jsonObject, wholeNumbers } from '../src/json.ts'
import { linesOf } from '../src/lines.ts'
import type { Kind } from '../src/verdict.ts'
import { recordOf } from './records.ts'

const cleaned = (kind: Kind, changed: Record<string, unknown> = {}) =>
  cleanRecord(kind, { ...jsonObject(recordOf(kind, 1), wholeNumbers), ...changed })

describe('the oracle cleans by its own hand', () => {
  test.each([
    ['512', 512],
    ['28k', 28_000],
    ['3.333k', 3333],
    ['1.2M', 1_200_000],
    ['2B', 2_000_000_000],
    ['0.0009K', 0],
    ['', null],
    ['User Info Error', null],
  ])('a follower count of "%s" is %s', (text, count) => {
    expect(cleaned('pin', { follower_count: text })).toMatchObject({ follower_count: count })
  })

  test.each(['lots', '3B', '-1', '1.k', '28 k', '1e3'])(
    'a follower count of "%s" refuses its record',
    (text) => expect(cleaned('pin', { follower_count: text })).toBeUndefined(),
  )

  test.each([
    '2019-02-03T04:05:06',
    '2019-02-03 04:05:06',
    '2019:02:03 04:05:06',
    ' 2019-02-03T04:05:06 ',
  ])('"%s" is a moment', (text) => {
    expect(cleaned('geo', { timestamp: text })).toMatchObject({ timestamp: 1549166706000 })
  })

  test.each(['2019-02-30T00:00:00', '2019-02-03', '2019:02:03T04:05:06', '2019-02-03T24:00:00'])(
    '"%s" as a moment refuses its record',
    (text) => expect(cleaned('user', { date_joined: text })).toBeUndefined(),
  )

  test('white space goes, no-break spaces too, and what is empty then is null', () => {
    const clean = cleaned('pin', {
      title: '\u00a0A \u0085',
      tag_list: ' ',
      save_location: ' Local save in  art ',
    })
    expect(clean).toMatchObject({ title: 'A', tag_list: null, save_location: 'art' })
  })

  test('of a name the part that is there is taken', () => {
    expect(cleaned('user', { last_name: '' })).toMatchObject({ user_name: 'Ada' })
    expect(cleaned('user', { first_name: '', last_name: ' ' })).toMatchObject({ user_name: null })
  })

  test.each<[Kind, Record<string, unknown>]>([
    ['user', { age: '20' }],
    ['user', { age: 20.5 }],
    ['user', { ind: -1n }],
    ['user', { age: 2n ** 63n }],
    ['user', { first_name: null }],
    ['geo', { latitude: true }],
    ['pin', { downloaded: undefined }],
    ['pin', { title: '\ud800' }],
  ])('a %s record with %p is to be refused', (kind, changed) => {
    expect(cleaned(kind, changed)).toBeUndefined()
  })
})

describe('a line makes a clean row', () => {
  const clean = (text: string, whole = true) =>
    linesOf({ bytes: Buffer.from(text), whole }, 'user').map((line) => line.clean !== undefined)
  const record = recordOf('user', 1)

  test('also where it says more, or has no line end', () => {
    expect(clean(`${record.replace('{', '{"more":[1.5],')}\n${record}`)).toEqual([true, true])
  })

  test.each([
    '"index":1.5',
    '"meta":{"ind":1.5,"age":[2.0]}',
    '"more":1e400',
    '"more":"\\ud800"',
    '"\\ud800":1',
    '"age":20.5,"age":20',
  ])('where more is said in JSON of any kind: %s', (more) => {
    expect(clean(record.replace('{', `{${more},`))).toEqual([true])
  })

  test.each(['21.0', '21e0', '9223372036854775808', '1e400', 'NaN'])(
    'but not where an age is %s',
    (age) => expect(clean(record.replace('"age":21', `"age":${age}`))).toEqual([false]),
  )

  test.each(['9223372036854775807', '-9223372036854775808', '-0'])(
    'where an age is %s, the whole numbers of 64 bits',
    (age) => expect(clean(record.replace('"age":21', `"age":${age}`))).toEqual([true]),
  )

  test('but not where it is cut off with its file', () => {
    expect(clean(`${record}\n${record}`, false)).toEqual([true, false])
  })

  test('but not where it is not UTF-8', () => {
    const bytes = Buffer.from(record.replace('Ada', '\u00ff'), 'latin1')
    expect(linesOf({ bytes, whole: true }, 'user')[0]?.clean).toBeUndefined()
  })
})
