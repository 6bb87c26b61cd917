import Table from 'cli-table3'
import type { RunOutcome } from './dag-run.ts'

/** The tasks of a run, one line each in the order of their start. */
export function taskTable({ tasks }: RunOutcome): string {
  const table = new Table({
    head: ['task', 'state', 'tries', 'seconds'],
    style: { head: [], border: [] },
  })
  for (const { task, state, tries, seconds } of tasks) {
    table.push([task, state, tries, seconds === null ? '' : seconds.toFixed(1)])
  }
  return table.toString()
}

/** What a person is told of the tasks that failed: the ends of their logs. */
export function failureText({ run_id, failures }: RunOutcome): string {
  const tasks = Object.entries(failures).map(
    ([task, log]) => `${task} of ${run_id} failed; the end of its log:\n${log}`,
  )
  if (tasks.length > 0) return tasks.join('\n\n')
  return `${run_id} failed, but no task did: it took too long, or somebody marked it failed.`
}
