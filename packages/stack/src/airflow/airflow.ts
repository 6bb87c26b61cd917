import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Component, RunnerComponent } from '../component.ts'
import { StackError } from '../errors.ts'
import type { Host } from '../host.ts'
import { processRunner } from '../process/runner.ts'
import { runCommand } from '../setup/run.ts'
import { airflowVenv } from '../setup/venvs.ts'
import { type AirflowProcess, type Health, isHealthy, PROCESSES } from './health.ts'
import { AIRFLOW_HOST, AIRFLOW_USER, airflowVariables, passwordsFile } from './settings.ts'

/** Airflow on loopback: four processes, SQLite, and tasks as processes of this host. */
export interface Airflow {
  readonly url: string
  /** Of its user interface and its REST API; made with its folder, and kept there. */
  readonly login: { readonly username: string; readonly password: string }
  /** Rejects when one of its processes ends. */
  readonly ended: Promise<never>
  /** Asks tasks that run and then all processes to end, and waits; such a task is tried again after the next start. */
  stop(): Promise<void>
}

export interface AirflowOptions {
  readonly host: Host
  /** Everything of it lives here. */
  readonly dir: string
  /** The folder that has `dags/` and `plugins/`. */
  readonly files: string
  readonly port: number
  readonly portSetting: string
}

/** Four Pythons that start at once on few cores take long. */
const START_TIMEOUT_MS = 300_000
const HEALTH_TIMEOUT_MS = 10_000
const LISTENS_ON_EVERY_ADDRESS = '--skip-serve-logs'

/** Makes or migrates the database and starts all processes. @throws {StackError} when one does not start; none runs then */
export async function startAirflow(options: AirflowOptions): Promise<Airflow> {
  const { host, dir, files, port } = options
  const home = join(dir, 'home')
  const env = airflowVariables({ home, files, port }, host.env)
  const python = await airflowVenv(host)
  const airflow = (...args: string[]) => ({ file: python, args: ['-m', 'airflow', ...args], env })
  await runCommand(airflow('db', 'migrate'))
  const components = PROCESSES.map((name) => component(name, options, airflow))
  const stop = () => stopAll(components)
  try {
    await startAll(components)
  } catch (error) {
    await stop()
    throw error
  }
  const ended = Promise.race(components.map(failure))
  // Whoever waits for it hears of it.
  ended.catch(() => {})
  const passwords = JSON.parse(await readFile(passwordsFile(home), 'utf8'))
  return {
    url: urlOf(port),
    login: { username: AIRFLOW_USER, password: passwords[AIRFLOW_USER] },
    ended,
    stop,
  }
}

const urlOf = (port: number) => `http://${AIRFLOW_HOST}:${port}`

function component(
  name: AirflowProcess,
  { dir, port, portSetting }: AirflowOptions,
  airflow: (...args: string[]) => { file: string; args: string[]; env: NodeJS.ProcessEnv },
): Component {
  const more = ['scheduler', 'triggerer'].includes(name) ? [LISTENS_ON_EVERY_ADDRESS] : []
  const launched = new Date()
  return new RunnerComponent({
    name: `Airflow's ${name}`,
    ports: name === 'api-server' ? [{ port, setting: portSetting }] : [],
    runner: processRunner({
      logFile: join(dir, 'logs', `${name}.log`),
      hint: 'Look at the log; `npm run airflow -- --fresh` drops its state.',
      command: () => ({ ...airflow(name, ...more), cwd: dir }),
    }),
    ready: async () => isHealthy(await health(port), name, launched),
    timeoutMs: START_TIMEOUT_MS,
  })
}

async function health(port: number): Promise<Health> {
  const url = `${urlOf(port)}/api/v2/monitor/health`
  const response = await fetch(url, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return (await response.json()) as Health
}

/** The scheduler goes on with what it finds, and a task that meets no API server has lost a try. */
async function startAll([server, scheduler, ...others]: readonly Component[]): Promise<void> {
  const served = server?.start().then(() => scheduler?.start())
  await Promise.all([served, ...others.map((each) => each.start())])
}

/** The API server last: a task that ends tells it its state. */
async function stopAll([server, ...others]: readonly Component[]): Promise<void> {
  await Promise.all(others.map((each) => each.stop()))
  await server?.stop()
}

async function failure({ name, exited, logFile }: Component): Promise<never> {
  const { code, signal } = await exited
  throw new StackError(
    'START_FAILED',
    `${name} ended with ${signal ?? code}; its log says why: ${logFile}`,
  )
}
