import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { waitFor } from '@pinpipe/stack'
import { pidsOf } from './left-behind.ts'
import { type Place, placeEnvironment, ROOT } from './place.ts'

/** A task of a run, as Airflow's REST API tells of it. */
export interface TaskInstance {
  readonly task_id: string
  readonly state: string | null
  readonly try_number: number
}

const ENDS_WITHIN_MS = 600_000

/** A run of `npm run airflow` that stays up. */
export class NpmAirflow {
  readonly #place: Place
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #said = ''
  #token = ''

  constructor(place: Place, env: NodeJS.ProcessEnv) {
    this.#place = place
    this.#child = spawn(process.execPath, ['bootstrap.mjs', 'airflow'], {
      cwd: ROOT,
      env: { ...placeEnvironment(place), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        this.#said += bytes.toString()
      })
    }
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null)
  }

  get url(): string {
    return `http://127.0.0.1:${this.#place.ports.AIRFLOW_PORT}`
  }

  /** As it is printed for people. */
  get login(): { readonly username: string; readonly password: string } {
    const printed = (name: string) => new RegExp(`${name} +│ (\\S+)`).exec(this.#said)?.[1] ?? ''
    return { username: printed('User'), password: printed('Password') }
  }

  /** Resolves when it tells that it stays up. */
  async up(): Promise<this> {
    const isUp = () => this.#said.includes('until Ctrl-C')
    const what = { what: 'Airflow to be up', timeoutMs: ENDS_WITHIN_MS }
    const early = this.#ended.then((code) => Promise.reject(new Error(`ended with ${code}`)))
    await Promise.race([waitFor(isUp, what), early]).catch((error: Error) => {
      throw new Error(`npm run airflow: ${error.message}:\n${this.#said}`)
    })
    const { access_token } = await this.#send<{ access_token: string }>('/auth/token', this.login)
    this.#token = access_token
    return this
  }

  /** Answers below `/api/v2`; a body is posted. */
  api<T>(path: string, body?: object): Promise<T> {
    return this.#send(`/api/v2${path}`, body)
  }

  /** What a task has logged in one of its tries, a line each. */
  async log(dag: string, run: string, task: string, attempt = 1): Promise<string> {
    const path = `/dags/${dag}/dagRuns/${encodeURIComponent(run)}/taskInstances/${task}`
    const { content } = await this.api<{ content: { event: string }[] }>(`${path}/logs/${attempt}`)
    return content.map(({ event }) => event).join('\n')
  }

  /** Waits for the end of a run. @returns its state, and its tasks by their names */
  async ended(dag: string, run: string) {
    const path = `/dags/${dag}/dagRuns/${encodeURIComponent(run)}`
    const state = await waitFor(
      async () => {
        const found = await this.api<{ state: string }>(path)
        return ['success', 'failed'].includes(found.state) && found.state
      },
      { what: `the end of ${run}`, timeoutMs: ENDS_WITHIN_MS, everyMs: 1_000 },
    )
    const tasks = await this.api<{ task_instances: TaskInstance[] }>(`${path}/taskInstances`)
    return { state, tasks: new Map(tasks.task_instances.map((each) => [each.task_id, each])) }
  }

  /** Ends it with kill -9, and with it every task that runs. */
  async kill(): Promise<void> {
    for (const pid of pidsOf(this.#place.dir, 'dist/main.js airflow')) process.kill(pid, 'SIGKILL')
    await this.#ended
  }

  /** Presses Ctrl-C, if it still runs. @returns its exit code */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) this.#child.kill('SIGINT')
    return this.#ended
  }

  async #send<T>(path: string, body?: object): Promise<T> {
    const authorization = `Bearer ${this.#token}`
    const response = await fetch(`${this.url}${path}`, {
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    if (response.ok) return (await response.json()) as T
    throw new Error(`${path} answers ${response.status}: ${await response.text()}`)
  }
}
