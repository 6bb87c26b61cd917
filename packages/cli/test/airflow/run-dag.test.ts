import { afterEach, expect, test } from '@jest/globals'
import { AirflowApi } from '../../src/airflow/api.ts'
import { dagParsed, runDag } from '../../src/airflow/dag-run.ts'
import { failureText } from '../../src/airflow/present.ts'
import { type AirflowServer, airflowServer } from './airflow-server.ts'

const LOGIN = { username: 'admin', password: 'secret' }
const TOKEN = { 'POST /auth/token': [{ access_token: 'token' }] }
const DAG = '/api/v2/dags/d'
const RUN = `GET ${DAG}/dagRuns/RUN`
const TIMES = { start_date: '2026-11-27T19:00:00Z', end_date: '2026-11-27T19:00:02Z' }
const NONE = { start_date: null, end_date: null }

let server: AirflowServer
afterEach(() => server.close())

const api = async (answers: Parameters<typeof airflowServer>[0]) => {
  server = await airflowServer({ ...TOKEN, ...answers })
  return new AirflowApi({ url: server.url, login: LOGIN }, 'd')
}

test('a run is begun once, waited for, and told with the log of what failed', async () => {
  const check = { task_id: 'load_check', try_number: 1 }
  const queries = { task_id: 'queries', state: 'upstream_failed', try_number: 0, ...NONE }
  const failed = { ...check, state: 'failed', ...TIMES }
  const outcome = await runDag(
    await api({
      [`PATCH ${DAG}`]: [{}],
      [`POST ${DAG}/dagRuns`]: [{}],
      // 500: its database was locked for a moment.
      [RUN]: [{ state: 'running' }, 500, { state: 'failed' }],
      [`${RUN}/taskInstances`]: [
        { task_instances: [queries, { ...failed, state: 'running', end_date: null }] },
        { task_instances: [queries, failed] },
      ],
      [`${RUN}/taskInstances/load_check/logs/1`]: [{ content: [{ event: 'nothing landed' }] }],
    }),
    () => {},
  )
  expect(outcome.state).toBe('failed')
  expect(outcome.tasks).toEqual([
    { task: 'load_check', state: 'failed', tries: 1, seconds: 2 },
    { task: 'queries', state: 'upstream_failed', tries: 0, seconds: null },
  ])
  expect(failureText(outcome)).toMatch(/^load_check of manual__\w+ failed.*:\nnothing landed$/)
  expect(server.calls.filter((call) => call.startsWith('POST /api'))).toHaveLength(1)
})

test('a DAG is there once its file was read after the start, and a broken file says why', async () => {
  const since = new Date('2026-11-27T19:00:00Z')
  const errors = (...import_errors: object[]) => ({ import_errors, total_entries: 0 })
  const broken = { filename: 'd.py', stack_trace: 'NameError: a typo' }
  const old = { ...broken, timestamp: '2026-11-27T18:00:00Z' }
  const good = await api({
    'GET /api/v2/importErrors': [errors(old)],
    [`GET ${DAG}`]: [
      { last_parsed_time: '2026-11-27T18:00:00Z' },
      { last_parsed_time: '2026-11-27T19:00:01Z' },
    ],
  })
  await dagParsed(good, 'd.py', since)
  expect(server.calls.filter((call) => call === `GET ${DAG}`)).toHaveLength(2)
  server.close()
  const bad = await api({
    'GET /api/v2/importErrors': [errors({ ...broken, timestamp: '2026-11-27T19:00:01Z' })],
  })
  await expect(dagParsed(bad, 'd.py', since)).rejects.toThrow(/cannot read d.py:\nNameError/)
})
