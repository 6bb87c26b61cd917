import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor } from '@pinpipe/stack'
import type { AirflowApi, LogLine, TaskInstance } from './api.ts'

/** A task of a run that has ended; `seconds` is null where it never began. */
export interface TaskOutcome {
  readonly task: string
  readonly state: string
  readonly tries: number
  readonly seconds: number | null
}

/** A run that has ended. */
export interface RunOutcome {
  readonly run_id: string
  readonly state: 'success' | 'failed'
  readonly tasks: readonly TaskOutcome[]
  /** Of each task that failed, the end of its last try's log. */
  readonly failures: Readonly<Record<string, string>>
}

const PARSED_WITHIN_MS = 180_000
const LOOK_EVERY_MS = 1_000
const LOG_TAIL_LINES = 20

/** Waits until Airflow has read the DAG's file after `since`. @throws {Error} with the reason when the file is broken. */
export async function dagParsed(api: AirflowApi, file: string, since: Date): Promise<void> {
  const isNew = (time: string | null) => Date.parse(time ?? '') >= since.getTime()
  const parsed = async () => {
    const broken = (await api.importErrors()).find(
      ({ filename, timestamp }) => filename.endsWith(file) && isNew(timestamp),
    )
    if (broken) return { error: broken.stack_trace }
    const dag = await api.dag()
    return dag !== undefined && isNew(dag.last_parsed_time) && { error: undefined }
  }
  const { error } = await waitFor(parsed, {
    what: `Airflow to read ${file}`,
    timeoutMs: PARSED_WITHIN_MS,
    everyMs: LOOK_EVERY_MS,
  })
  if (error) throw new Error(`Airflow cannot read ${file}:\n${error}`)
}

/** Triggers a run and waits for its end, however long the DAG lets it take. */
export async function runDag(
  api: AirflowApi,
  progress: (text: string) => void,
): Promise<RunOutcome> {
  const now = new Date()
  const runId = `manual__${now.toISOString().replaceAll(/[-:.]/g, '')}`
  await api.trigger(runId, now)
  for (;;) {
    const { state } = await api.run(runId)
    const tasks = await api.tasks(runId)
    if (state === 'success' || state === 'failed') return outcomeOf(api, runId, state, tasks)
    progress(progressText(tasks))
    await sleep(LOOK_EVERY_MS)
  }
}

async function outcomeOf(
  api: AirflowApi,
  runId: string,
  state: RunOutcome['state'],
  tasks: readonly TaskInstance[],
): Promise<RunOutcome> {
  const failures: Record<string, string> = {}
  for (const task of tasks.filter((each) => each.state === 'failed')) {
    failures[task.task_id] = logTail(await api.log(runId, task))
  }
  const byStart = tasks.toSorted((a, b) => startOf(a) - startOf(b))
  return { run_id: runId, state, tasks: byStart.map(taskOutcome), failures }
}

const startOf = ({ start_date }: TaskInstance) =>
  start_date === null ? Number.POSITIVE_INFINITY : Date.parse(start_date)

/** From its times: the `duration` that Airflow 3.2 tells is wrong on SQLite. */
export function taskOutcome(task: TaskInstance): TaskOutcome {
  const { task_id, state, try_number, start_date, end_date } = task
  // A task whose upstream failed is given two equal times.
  const begun = try_number > 0 && start_date !== null && end_date !== null
  const seconds = begun ? (Date.parse(end_date) - Date.parse(start_date)) / 1000 : null
  return { task: task_id, state: state ?? 'none', tries: try_number, seconds }
}

/** The tasks that are under way, each with its state. */
function progressText(tasks: readonly TaskInstance[]): string {
  const underWay = tasks.filter(({ state }) => state !== null && state !== 'success')
  return underWay.map(({ task_id, state }) => `${task_id} ${state}`).join(', ') || 'between tasks'
}

/** The last lines of a log, exceptions included; not the marks that fold it in the user interface. */
export function logTail(lines: readonly LogLine[]): string {
  const said = lines.filter(({ event }) => !/^::(end)?group::/.test(event))
  const texts = said.flatMap(({ event, error_detail = [] }) => [
    event,
    ...error_detail.map(({ exc_type, exc_value }) => `${exc_type}: ${exc_value}`),
  ])
  return texts.slice(-LOG_TAIL_LINES).join('\n')
}
