import type { Post } from '../posts.ts'
import { OPTIONS, type Question } from '../questions.ts'
import type { DifferenceKind } from '../verdict.ts'

/** An answer as it was read. */
export interface Content {
  readonly task: unknown
  readonly title: unknown
  readonly options: unknown
  readonly columns: readonly unknown[]
  readonly rows: readonly unknown[][]
}

type Fault = readonly [kind: DifferenceKind, fault: string]

/** What is wrong with the answer of a task: its heading, its options, its columns, its rows. */
export function faultsOfContent(
  content: Content,
  task: string,
  question: Question,
  posts: readonly Post[],
): Fault[] {
  const options = faultsOfOptions(content.options)
  return [
    ...faultsOfHeading(content, task, question),
    ...(options.length > 0 ? options : faultsOfTable(content, question, posts)),
  ]
}

function faultsOfHeading({ task, title }: Content, name: string, question: Question): Fault[] {
  const [told, expected] = [keyed([task, title]), keyed([name, question.title])]
  return told === expected ? [] : [['answer-heading', `is headed ${told}, not ${expected}`]]
}

function faultsOfOptions(options: unknown): Fault[] {
  const told = new Map(Object.entries(options ?? {}) as [string, unknown][])
  const names = new Set([...Object.keys(OPTIONS), ...told.keys()])
  const others = [...names].filter((name) => told.get(name) !== OPTIONS[name])
  if (others.length === 0) return []
  const list = others.map((name) => `${name} ${JSON.stringify(told.get(name)) ?? 'missing'}`)
  return [['answer-options', `was made with other options and cannot be judged: ${list.join()}`]]
}

function faultsOfTable({ columns, rows }: Content, question: Question, posts: readonly Post[]) {
  if (keyed(columns) !== keyed(question.columns)) {
    const fault = `has the columns ${keyed(columns)}, not ${keyed(question.columns)}`
    return [['answer-columns', fault] as const]
  }
  const faults = faultsOfRows(rows.map(keyed), question.answer(posts).map(keyed))
  return faults.map((fault) => ['answer-rows', fault] as const)
}

/** The order is held only where nothing is missing or too many: otherwise every later row would differ. */
function faultsOfRows(found: readonly string[], expected: readonly string[]): string[] {
  const odd = [
    ...without(expected, found).map((row) => `lacks ${row}`),
    ...without(found, expected).map((row) => `has ${row}, which the clean posts do not give`),
  ]
  if (odd.length > 0) return odd
  const at = expected.findIndex((row, place) => row !== found[place])
  if (at === -1) return []
  return [`is in another order: row ${at + 1} is ${found[at]}, where ${expected[at]} belongs`]
}

/** `rows` without those of `taken`, each taken once. */
function without(rows: readonly string[], taken: readonly string[]): string[] {
  const left = Map.groupBy(taken, (row) => row)
  return rows.filter((row) => left.get(row)?.pop() === undefined)
}

const keyed = (cells: readonly unknown[]) => JSON.stringify(cells)
