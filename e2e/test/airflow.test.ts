import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { QUESTIONS } from '@pinpipe/oracle'
import { waitFor } from '@pinpipe/stack'
import { clickTrigger, graphPicture, inBrowser, logIn } from '../src/browser.ts'
import { Bucket } from '../src/bucket.ts'
import { FakeDatabricks } from '../src/fake-databricks.ts'
import { childrenOf, leftBehind, pidsOf } from '../src/left-behind.ts'
import { NpmAirflow } from '../src/npm-airflow.ts'
import { NpmSystem } from '../src/npm-system.ts'
import { newPlace, ROOT } from '../src/place.ts'
import type { Answer } from '../src/sql-answers.ts'
import type { StartDocument } from '../src/system.ts'

const POSTS = 300
const PICTURE = join(ROOT, '.pipeline', 'test-results', 'airflow.png')
const DAG = '0a1b2c3d4e5f_dag'
const PAGE = `/dags/${DAG}`
const MADE = ['lake/', 'answers/', 'runs/']
const AT_WORK = { what: 'a task to be at work', timeoutMs: 300_000, everyMs: 500 }

/** One stack and one Airflow beside it serve all tests, in their order. */
let dir: string
let system: NpmSystem
let document: StartDocument
let airflow: NpmAirflow
let bucket: Bucket
let dags: NodeJS.ProcessEnv

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pinpipe airflow '))
  system = new NpmSystem(await newPlace(dir), ['--posts', String(POSTS), '--json'])
  document = await system.document()
  bucket = new Bucket(system.s3)
  // What `npm start` has cleaned and answered is Airflow's to do.
  for (const made of MADE) await bucket.remove(made)
  dags = { AIRFLOW__CORE__DAGS_FOLDER: withBrokenFile(join(dir, 'dags')) }
  airflow = await new NpmAirflow(system.place, dags).up()
})

afterAll(async () => {
  bucket?.close()
  await airflow?.stop()
  await system?.stop()
  await rm(dir, { recursive: true, force: true })
})

/** The project's DAG files and one that cannot be read. */
function withBrokenFile(folder: string): string {
  mkdirSync(folder)
  cpSync(join(ROOT, 'airflow', 'dags'), folder, { recursive: true })
  writeFileSync(join(folder, 'broken_dag.py'), 'from airflow.sdk import DAG\nDAG(a_typo=1)\n')
  return folder
}

/** The JVMs of the steps whose command line has `text` in it. */
const javasOf = (text: string) => pidsOf(dir, text).flatMap(childrenOf)

/** The answers that a run has published, and what it says of its rows, are those of `npm start`. */
async function expectSame(run: string) {
  for (const task of Object.keys(QUESTIONS)) {
    const { columns, rows } = await bucket.readJson<Answer>(`answers/task-${task}.json`)
    expect({ task, columns, rows }).toEqual({ task, ...document.answers[task] })
  }
  const report = await bucket.readJson(`runs/${run.replaceAll(/[^A-Za-z0-9_-]+/g, '-')}.json`)
  const { clean, duplicates, quarantined } = document
  expect(report).toMatchObject({ clean, duplicates, quarantined, ok: true, published: true })
}

const trigger = (run: string, conf: object) =>
  airflow.api(`${PAGE}/dagRuns`, {
    ...{ dag_run_id: run, conf },
    logical_date: new Date().toISOString(),
  })

describe('npm run airflow beside npm start', () => {
  test('a broken DAG file is told with its reason, beside the good one', async () => {
    const { import_errors } = await airflow.api<{ import_errors: object[] }>('/importErrors')
    expect(import_errors).toMatchObject([
      { filename: 'broken_dag.py', stack_trace: expect.stringContaining('a_typo') },
    ])
  })

  test('a run that is triggered in a browser survives a kill -9 of a cleaning task and one of Airflow itself; nothing is doubled, and its answers are those of npm start', async () => {
    const run = await inBrowser(async (browser) =>
      clickTrigger(await logIn(browser, airflow.url + PAGE, airflow.login)),
    )
    await waitFor(
      async () => (await airflow.log(DAG, run, 'clean_pin')).includes('pin: provenance written'),
      AT_WORK,
    )
    for (const java of javasOf('pinpipe clean --kind pin')) process.kill(java, 'SIGKILL')
    await waitFor(() => javasOf('pinpipe queries').length > 0, AT_WORK)
    await airflow.kill()
    await waitFor(() => pidsOf(dir, 'pinpipe queries').length === 0, { what: 'all to be killed' })
    airflow = await new NpmAirflow(system.place, dags).up()

    const { state, tasks } = await airflow.ended(DAG, run)
    const tries = tasks.get('clean_pin')?.try_number
    expect({ state, tries }).toEqual({ state: 'success', tries: 2 })
    expect(tasks.get('queries')?.try_number).toBeGreaterThan(1)
    expect(await airflow.log(DAG, run, 'clean_pin')).toContain('signal 9 ended Spark')
    await expectSame(run)
    await inBrowser(async (browser) => {
      const url = `${airflow.url}${PAGE}/runs/${encodeURIComponent(run)}`
      await graphPicture(await logIn(browser, url, airflow.login), tasks.size, PICTURE)
    })
  })

  test('a bucket that is not there, and one where nothing has landed, fail the first task at once', async () => {
    const empty = new Bucket({ ...system.s3, bucket: 'nothing-landed' })
    await empty.make()
    empty.close()
    await trigger('missing', { bucket: 'not-there' })
    await trigger('empty', { bucket: 'nothing-landed' })
    for (const [run, why] of [
      ['missing', 'not-there'],
      ['empty', 'nothing has landed yet of pin, geo, user'],
    ] as const) {
      const { state, tasks } = await airflow.ended(DAG, run)
      expect(state).toBe('failed')
      expect(tasks.get('load_check')).toMatchObject({ state: 'failed', try_number: 1 })
      expect(tasks.get('publish_answers')).toMatchObject({ state: 'upstream_failed' })
      expect(await airflow.log(DAG, run, 'load_check')).toContain(why)
    }
  })

  test('on Databricks the same DAG gives the same answers over the same bucket, though one of its runs is killed in its middle', async () => {
    const databricks = await FakeDatabricks.start(dir, system.s3)
    try {
      await airflow.stop()
      const root = { PINPIPE_ROOT: `s3://${system.s3.bucket}` }
      airflow = await new NpmAirflow(system.place, { ...databricks.settings, ...root }).up()
      for (const made of MADE) await bucket.remove(made)
      await trigger('on-databricks', {})
      const log = 'lake/provenance_batch_pin/_delta_log/'
      await waitFor(async () => (await bucket.keys(log)).length > 0, AT_WORK)
      for (const java of javasOf('clean --kind pin')) process.kill(java, 'SIGKILL')

      const { state, tasks } = await airflow.ended(DAG, 'on-databricks')
      expect(state).toBe('success')
      const ofTask = (task: string) => `${DAG}.${task} on-databricks`
      const runs = await databricks.runs()
      const submitted = [...tasks.keys(), 'clean_pin'].map(ofTask)
      expect(runs.map(({ name }) => name).sort()).toEqual(submitted.sort())
      const failed = runs.filter(({ result }) => result !== 'SUCCESS')
      expect(failed).toEqual([{ name: ofTask('clean_pin'), result: 'FAILED' }])
      await expectSame('on-databricks')
    } finally {
      await databricks.stop()
    }
  })

  test('Ctrl-C ends it with exit code 0 and leaves the stack running; nothing is left behind both', async () => {
    expect(await airflow.stop()).toBe(0)
    expect(await bucket.keys('answers/task-4')).toHaveLength(1)
    expect(await system.stop()).toBe(0)
    expect(await leftBehind(system.place)).toEqual([])
  })
})
