import { jsonObject } from '../json.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference } from '../verdict.ts'

/** The nine answers of the eight queries and their columns, in order (source-data.md, section 4). */
export const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  '4': ['country', 'category', 'category_count'],
  '5': ['post_year', 'category', 'category_count'],
  '6a': ['country', 'poster_name', 'follower_count'],
  '6b': ['country', 'follower_count'],
  '7': ['age_group', 'category', 'category_count'],
  '8': ['age_group', 'median_follower_count'],
  '9': ['post_year', 'number_users_joined'],
  '10': ['post_year', 'median_follower_count'],
  '11': ['age_group', 'post_year', 'median_follower_count'],
}

/** The published answers: nine files, their columns exact, every row as wide, 6b one row at most (none where no
 * follower count is known). */
export async function checkAnswers(store: ObjectStore): Promise<Difference[]> {
  const present = new Set(await store.list('answers/'))
  const found = await Promise.all(
    Object.entries(ANSWERS).map(async ([task, columns]) => {
      const object = `answers/task-${task}.json`
      if (present.has(object)) return checkAnswer(store, object, task, columns)
      return [{ kind: 'answer-missing' as const, object, what: `${object} does not exist` }]
    }),
  )
  return found.flat()
}

async function checkAnswer(
  store: ObjectStore,
  object: string,
  task: string,
  columns: readonly string[],
): Promise<Difference[]> {
  const answer = parse((await store.get(object)).body)
  if (!answer) return [{ kind: 'answer-unreadable', object, what: `${object} is not an answer` }]
  const differences: Difference[] = []
  if (answer.columns.join() !== columns.join()) {
    const what = `${object} has the columns ${answer.columns.join()}, not ${columns.join()}`
    differences.push({ kind: 'answer-columns', object, what })
  }
  const uneven = answer.rows.filter((row) => row.length !== columns.length).length
  if (uneven > 0) {
    const what = `${uneven} rows of ${object} have not ${columns.length} cells`
    differences.push({ kind: 'answer-rows', object, what })
  }
  if (task === '6b' && answer.rows.length > 1) {
    const what = `${object} has ${answer.rows.length} rows, not one at most`
    differences.push({ kind: 'answer-rows', object, what })
  }
  return differences
}

function parse(body: Uint8Array): { columns: unknown[]; rows: unknown[][] } | undefined {
  const { columns, rows } = jsonObject(body) ?? {}
  if (!Array.isArray(columns) || !Array.isArray(rows) || !rows.every(Array.isArray))
    return undefined
  return { columns, rows: rows as unknown[][] }
}
