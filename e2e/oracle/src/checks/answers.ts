import { jsonObject } from '../json.ts'
import type { RunReport } from '../run-reports.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference } from '../verdict.ts'
import { checkPublication } from './publication.ts'

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

/** An answer as it was read; undefined rows where it could not be. */
interface Answer {
  readonly object: string
  readonly runId: unknown
  readonly columns: readonly unknown[]
  readonly rows: readonly unknown[][]
}

/**
 * The published answers: nine files and no other, of one run that is ok, their columns exact, every row
 * as wide, 6b one row at most (none where no follower count is known).
 */
export async function checkAnswers(
  store: ObjectStore,
  reports: readonly RunReport[],
): Promise<Difference[]> {
  const keys = (await store.list('answers/')).filter((key) => !key.startsWith('answers/runs/'))
  const expected = new Map(Object.keys(ANSWERS).map((task) => [`answers/task-${task}.json`, task]))
  const present = keys.filter((key) => expected.has(key))
  const read = await Promise.all(present.map((key) => readAnswer(store, key)))
  const answers = read.filter((answer) => answer !== undefined)
  return [
    ...[...expected.keys()].filter((key) => !keys.includes(key)).map(missing),
    ...keys.filter((key) => !expected.has(key)).map(foreign),
    ...present.filter((_, at) => !read[at]).map(unreadable),
    ...answers.flatMap((answer) => checkShape(answer, expected.get(answer.object) ?? '')),
    ...(await checkPublication(store, answers, reports)),
  ]
}

const named = (kind: Difference['kind'], fault: string) => (object: string) => ({
  ...{ kind, object, what: `${object} ${fault}` },
})
const missing = named('answer-missing', 'does not exist')
const foreign = named('answer-foreign', 'is none of the nine answers')
const unreadable = named('answer-unreadable', 'is not an answer')

async function readAnswer(store: ObjectStore, object: string): Promise<Answer | undefined> {
  const { run_id: runId, columns, rows } = jsonObject((await store.get(object)).body) ?? {}
  if (!Array.isArray(columns) || !Array.isArray(rows) || !rows.every(Array.isArray))
    return undefined
  return { object, runId, columns, rows: rows as unknown[][] }
}

function checkShape({ object, columns, rows }: Answer, task: string): Difference[] {
  const contract = ANSWERS[task] ?? []
  const differences: Difference[] = []
  const tell = (kind: Difference['kind'], fault: string) =>
    differences.push(named(kind, fault)(object))
  if (columns.join() !== contract.join())
    tell('answer-columns', `has the columns ${columns.join()}, not ${contract.join()}`)
  const uneven = rows.filter((row) => row.length !== contract.length).length
  if (uneven > 0) tell('answer-rows', `has ${uneven} rows without ${contract.length} cells`)
  if (task === '6b' && rows.length > 1) tell('answer-rows', `has ${rows.length} rows, not one`)
  return differences
}
