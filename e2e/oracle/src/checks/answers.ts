import { DeltaError } from '../delta.ts'
import { jsonObject } from '../json.ts'
import { type Post, readPosts } from '../posts.ts'
import { QUESTIONS, type Question } from '../questions.ts'
import type { RunReport } from '../run-reports.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference } from '../verdict.ts'
import { type Content, faultsOfContent } from './answer-content.ts'
import { checkPublication } from './publication.ts'

interface Answer extends Content {
  /** The task that the file is named after. */
  readonly name: string
  readonly object: string
  readonly runId: unknown
}

/**
 * The published answers: nine files and no other, of one run that is ok, each exactly what the clean
 * tables give.
 */
export async function checkAnswers(
  store: ObjectStore,
  reports: readonly RunReport[],
): Promise<Difference[]> {
  const keys = (await store.list('answers/')).filter((key) => !key.startsWith('answers/runs/'))
  const expected = Object.keys(QUESTIONS).map(keyOf)
  const foreign = keys.filter((key) => !expected.includes(key))
  const answers = await readAnswers(store, keys)
  return [
    ...expected.filter((key) => !keys.includes(key)).map(tell('answer-missing', 'does not exist')),
    ...foreign.map(tell('answer-foreign', 'is none of the nine answers')),
    ...answers.differences,
    ...(await checkContents(store, answers.read)),
    ...(await checkPublication(store, answers.read, reports)),
  ]
}

const keyOf = (task: string) => `answers/task-${task}.json`

const tell = (kind: Difference['kind'], fault: string) => (object: string) => ({
  ...{ kind, object, what: `${object} ${fault}` },
})

async function readAnswers(store: ObjectStore, keys: readonly string[]) {
  const present = Object.keys(QUESTIONS).filter((task) => keys.includes(keyOf(task)))
  const found = await Promise.all(present.map((task) => readAnswer(store, task)))
  const unreadable = present.filter((_, at) => !found[at])
  return {
    read: found.filter((answer) => answer !== undefined),
    differences: unreadable.map(keyOf).map(tell('answer-unreadable', 'is not an answer')),
  }
}

async function readAnswer(store: ObjectStore, name: string): Promise<Answer | undefined> {
  const object = keyOf(name)
  const {
    run_id: runId,
    task,
    title,
    options,
    columns,
    rows,
  } = jsonObject((await store.get(object)).body) ?? {}
  if (!Array.isArray(columns) || !Array.isArray(rows) || !rows.every(Array.isArray))
    return undefined
  return { name, object, runId, task, title, options, columns, rows: rows as unknown[][] }
}

async function checkContents(
  store: ObjectStore,
  answers: readonly Answer[],
): Promise<Difference[]> {
  try {
    const posts = await readPosts(store)
    return answers.flatMap((answer) => checkContent(answer, posts))
  } catch (error) {
    if (!(error instanceof DeltaError)) throw error
    return [{ kind: 'table-unreadable', what: error.message }]
  }
}

function checkContent({ name, object, ...content }: Answer, posts: readonly Post[]): Difference[] {
  const faults = faultsOfContent(content, name, QUESTIONS[name] as Question, posts)
  return faults.map(([kind, fault]) => tell(kind, fault)(object))
}
