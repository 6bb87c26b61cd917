import { type Kind, kinds, type Table, tables } from '@pinpipe/schema'
import type { Post } from './dataset.ts'

/** A table to be written, and its row for a post: values in the order of the columns. */
export interface Target {
  readonly table: Table
  values(post: Post): readonly (string | number | null)[]
}

/**
 * Tables for the clean truth: the columns of `df_pin`, `df_geo` and `df_user`. `coordinates` is
 * the text of a JSON array, latitude first.
 */
export const cleanTables: Readonly<Record<Kind, Table>> = {
  pin: {
    name: 'clean_pin',
    key: 'ind',
    columns: [
      { name: 'ind', type: 'BIGINT' },
      { name: 'unique_id', type: 'VARCHAR(36)' },
      { name: 'title', type: 'TEXT' },
      { name: 'description', type: 'TEXT' },
      { name: 'follower_count', type: 'INT' },
      { name: 'poster_name', type: 'TEXT' },
      { name: 'tag_list', type: 'TEXT' },
      { name: 'is_image_or_video', type: 'TEXT' },
      { name: 'image_src', type: 'TEXT' },
      { name: 'save_location', type: 'TEXT' },
      { name: 'category', type: 'TEXT' },
    ],
  },
  geo: {
    name: 'clean_geo',
    key: 'ind',
    columns: [
      { name: 'ind', type: 'BIGINT' },
      { name: 'country', type: 'TEXT' },
      { name: 'coordinates', type: 'TEXT' },
      { name: 'timestamp', type: 'DATETIME' },
    ],
  },
  user: {
    name: 'clean_user',
    key: 'ind',
    columns: [
      { name: 'ind', type: 'BIGINT' },
      { name: 'user_name', type: 'TEXT' },
      { name: 'age', type: 'INT' },
      { name: 'date_joined', type: 'DATETIME' },
    ],
  },
}

type Cell = string | number | null | readonly number[]

function target(table: Table, record: (post: Post) => object): Target {
  const names = table.columns.map(({ name }) => name)
  return {
    table,
    values(post) {
      const cells = record(post) as Readonly<Record<string, Cell>>
      return names.map((name) => {
        const cell = cells[name] as Cell
        return cell !== null && typeof cell === 'object' ? JSON.stringify(cell) : cell
      })
    },
  }
}

/** The three source tables. */
export const sourceTargets: readonly Target[] = kinds.map((kind) =>
  target(tables[kind], (post) => post.wire[kind]),
)

/** The three tables of the clean truth. */
export const cleanTargets: readonly Target[] = kinds.map((kind) =>
  target(cleanTables[kind], (post) => post.clean[kind]),
)

/** Groups items, so that only one group is held at a time. */
export function* chunks<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
