import { OPTIONS, QUESTIONS } from '../src/questions.ts'
import { KINDS } from '../src/verdict.ts'
import type { MemoryStore } from './bucket.ts'

/** Counts of a kind's tables, the same for each kind. */
interface RunCounts {
  readonly clean: number
  readonly duplicates: number
  readonly quarantined: number
}

const perKind = <T>(value: T) => Object.fromEntries(KINDS.map((kind) => [kind, value]))

/** The report of a published run; `madeAt` tells the newest. Without counts it did not clean. */
export function putRunReport(
  store: MemoryStore,
  madeAt: string,
  counts?: RunCounts,
  changed: Record<string, unknown> = {},
): void {
  const totals = Object.entries(counts ?? {}).map(([name, count]) => [name, perKind(count)])
  const lines = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)
  const report = {
    ...{ run_id: madeAt, made_at: madeAt, ok: true, published: true },
    ...(counts ? { kinds: perKind({ ok: true }), lines: perKind(lines) } : {}),
    ...Object.fromEntries(totals),
    ...changed,
  }
  store.put(`runs/${madeAt}.json`, JSON.stringify(report))
}

/** The run that the answers of the small system are of, and what it counted. */
export const RUN_ID = '2026-01-02'
export const RUN_COUNTS = { clean: 3, duplicates: 1, quarantined: 1 }

/** What a right answer tells beside its columns and rows. */
const headingOf = (task: string) => ({
  ...{ task, title: QUESTIONS[task]?.title, options: OPTIONS, run_id: RUN_ID },
})

/** A published answer and the run's own copy of it; what is left out is as it should be. */
export function putAnswer(store: MemoryStore, task: string, answer: object | null): void {
  const text = JSON.stringify(answer && { ...headingOf(task), ...answer })
  store.put(`answers/task-${task}.json`, text)
  store.put(`answers/runs/${RUN_ID}/task-${task}.json`, text)
}
