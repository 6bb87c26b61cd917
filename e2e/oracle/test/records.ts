import type { SchemaElement } from 'hyparquet'
import { type parquetWriteBuffer, schemaFromColumnData } from 'hyparquet-writer'
import type { Kind } from '../src/verdict.ts'

/** Columns of a table to be written. */
export type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData']

/** A record as it is posted; `times` tells apart two values of one row. No row: one to be refused. */
export function recordOf(kind: Kind, row: number | undefined, times = 1): string {
  return JSON.stringify({ [kind === 'pin' ? 'index' : 'ind']: row, ...WIRE[kind](times) })
}

const WIRE: Readonly<Record<Kind, (times: number) => Readonly<Record<string, unknown>>>> = {
  pin: (times) => ({
    ...{ unique_id: 'one', title: ' A title ', description: 'Untitled', poster_name: 'Ada' },
    ...{ follower_count: `${times}k`, tag_list: 'a,b', is_image_or_video: 'image' },
    ...{ image_src: 'Image src error.', downloaded: 1, save_location: 'Local save in /data/art' },
    category: ` art ${times} `,
  }),
  geo: (times) => ({
    ...{ timestamp: '2019-02-03T04:05:06', latitude: 1.5, longitude: -2 },
    country: ` Aruba ${times} `,
  }),
  user: (times) => ({
    ...{ first_name: 'Ada', last_name: ' Byron ', age: 20 + times },
    date_joined: '2016-02-03T04:05:06',
  }),
}

/** Clean rows, each of an ind and of that ind's n-th value. */
export type CleanRows = readonly (readonly [ind: number | bigint, times: number])[]

/** The clean table of some rows, as a right batch job writes it. */
export function cleanColumns(kind: Kind, rows: CleanRows): Columns {
  const each = <T>(value: (times: number) => T) => rows.map(([, times]) => value(times))
  const ind = { name: 'ind', data: rows.map(([row]) => BigInt(row)), type: 'INT64' as const }
  return [ind, ...CLEAN[kind](each)]
}

/** The schema of a table, of whose columns only `coordinates` is a list. */
export function schemaOf(columnData: Columns): SchemaElement[] {
  const elements = columnData.flatMap((column) =>
    column.name === 'coordinates' ? LIST : schemaFromColumnData({ columnData: [column] }).slice(1),
  )
  return [{ name: 'root', num_children: columnData.length }, ...elements]
}

const LIST: SchemaElement[] = [
  { name: 'coordinates', converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  { name: 'element', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
]

type Each = <T>(value: (times: number) => T) => T[]

const text = (name: string, data: (string | null)[]) => ({ name, data, type: 'STRING' as const })
const time = (name: string, data: Date[]) => ({ name, data, type: 'TIMESTAMP' as const })

const CLEAN: Readonly<Record<Kind, (each: Each) => Columns>> = {
  pin: (each) => [
    ...Object.entries(PIN_TEXTS).map(([name, value]) =>
      text(
        name,
        each(() => value),
      ),
    ),
    { name: 'follower_count', data: each((times) => times * 1000), type: 'INT32' },
    text(
      'category',
      each((times) => `art ${times}`),
    ),
  ],
  geo: (each) => [
    text(
      'country',
      each((times) => `Aruba ${times}`),
    ),
    { name: 'coordinates', data: each(() => [1.5, -2]) },
    time(
      'timestamp',
      each(() => new Date('2019-02-03T04:05:06Z')),
    ),
  ],
  user: (each) => [
    text(
      'user_name',
      each(() => 'Ada Byron'),
    ),
    { name: 'age', data: each((times) => BigInt(20 + times)), type: 'INT64' },
    time(
      'date_joined',
      each(() => new Date('2016-02-03T04:05:06Z')),
    ),
  ],
}

const PIN_TEXTS = {
  ...{ unique_id: 'one', title: 'A title', description: null, poster_name: 'Ada' },
  ...{ tag_list: 'a,b', is_image_or_video: 'image', image_src: null, save_location: '/data/art' },
}

/** The answers over the clean rows of the small system: rows 3 and 9 in their first value, 7 in its second. */
export const ANSWER_ROWS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  '4': [
    ['Aruba 1', 'art 1', 2],
    ['Aruba 2', 'art 2', 1],
  ],
  '5': [
    [2019, 'art 1', 2],
    [2019, 'art 2', 1],
  ],
  '6a': [
    ['Aruba 1', 'Ada', 1000],
    ['Aruba 2', 'Ada', 2000],
  ],
  '6b': [['Aruba 2', 2000]],
  '7': [['18-24', 'art 1', 2]],
  '8': [['18-24', 1000]],
  '9': [[2016, 1]],
  '10': [[2016, 1000]],
  '11': [['18-24', 2016, 1000]],
}
