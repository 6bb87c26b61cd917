import { faultsOf, type RunReport } from '../run-reports.ts'
import type { ObjectStore } from '../store.ts'
import type { Difference } from '../verdict.ts'

/** A published answer: where it lies and the run that it says it is of. */
export interface Published {
  readonly object: string
  readonly runId: unknown
}

/** The answers are copies of one run's own, and that run is the last published one and ok. */
export async function checkPublication(
  store: ObjectStore,
  answers: readonly Published[],
  reports: readonly RunReport[],
): Promise<Difference[]> {
  const runs = new Set(answers.map(({ runId }) => runId))
  const copies = await Promise.all(answers.map((answer) => checkCopy(store, answer)))
  return [
    ...(runs.size > 1 ? [tell(`the answers are of ${runs.size} runs: ${[...runs].join()}`)] : []),
    ...[...runs].flatMap((runId) => checkRun(runId, reports)),
    ...copies.flat(),
  ]
}

function checkRun(runId: unknown, reports: readonly RunReport[]): Difference[] {
  const run = reports.find(({ run_id }) => run_id === runId)
  if (!run) return [tell(`the answers are of run ${String(runId)}, which has left no report`)]
  const later = reports.find((other) => other.published === true && other.made_at > run.made_at)
  return [
    ...(run.published === true ? [] : [tell(`run ${run.run_id} tells that it is not published`)]),
    ...(later ? [tell(`run ${later.run_id} was published after ${run.run_id}`)] : []),
    ...faultsOf(run),
  ]
}

async function checkCopy(store: ObjectStore, { object, runId }: Published): Promise<Difference[]> {
  const original = object.replace(/^answers\//, `answers/runs/${String(runId)}/`)
  if (!(await store.list(original)).includes(original))
    return [tell(`${original} does not exist`, object)]
  const [copy, own] = await Promise.all([store.get(object), store.get(original)])
  if (Buffer.compare(copy.body, own.body) === 0) return []
  return [tell(`${object} is not the same as ${original}`, object)]
}

const tell = (what: string, object?: string): Difference => ({
  kind: 'answer-run',
  ...(object === undefined ? {} : { object }),
  what,
})
