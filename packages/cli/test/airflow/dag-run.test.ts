import { expect, test } from '@jest/globals'
import { logTail, taskOutcome } from '../../src/airflow/dag-run.ts'

test('the seconds of a task are those between its begin and its end', () => {
  const task = {
    ...{ task_id: 'clean_pin', state: 'success', try_number: 2 },
    start_date: '2026-11-27T18:59:58.500000Z',
    end_date: '2026-11-27T19:00:01.250000Z',
  }
  const outcome = { task: 'clean_pin', state: 'success', tries: 2, seconds: 2.75 }
  expect(taskOutcome(task)).toEqual(outcome)
})

test('a task that never began has no seconds', () => {
  const task = { task_id: 'queries', state: 'upstream_failed', try_number: 0 }
  const outcome = { task: 'queries', state: 'upstream_failed', tries: 0, seconds: null }
  const end_date = '2026-11-27T19:00:01Z'
  expect(taskOutcome({ ...task, start_date: null, end_date })).toEqual(outcome)
  expect(taskOutcome({ ...task, start_date: end_date, end_date })).toEqual(outcome)
})

test('the end of a log says what was raised', () => {
  const lines = [...Array(30).keys()].map((at) => ({ event: `line ${at}` }))
  const error_detail = [{ exc_type: 'AirflowException', exc_value: 'load_check ended with 1' }]
  const raised = { event: 'Task failed with exception', error_detail }
  const tail = logTail([...lines, { event: '::group::Pre Execute' }, raised])
  expect(tail.split('\n').slice(-3)).toEqual([
    'line 29',
    'Task failed with exception',
    'AirflowException: load_check ended with 1',
  ])
  expect(tail.split('\n')).toHaveLength(20)
})
