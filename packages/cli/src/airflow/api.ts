import { type Airflow, waitFor } from '@pinpipe/stack'

/** A DAG as the API tells of it. */
export interface Dag {
  readonly last_parsed_time: string | null
}

/** A task of a run: `state` is null until it is scheduled, the times until it begins and ends. */
export interface TaskInstance {
  readonly task_id: string
  readonly state: string | null
  readonly try_number: number
  readonly start_date: string | null
  readonly end_date: string | null
}

export interface DagRun {
  readonly dag_run_id: string
  readonly state: 'queued' | 'running' | 'success' | 'failed'
}

export interface ImportError {
  readonly filename: string
  readonly stack_trace: string
  readonly timestamp: string
}

/** A line of a task's log; an error has its exceptions beside it. */
export interface LogLine {
  readonly event: string
  readonly error_detail?: readonly { readonly exc_type: string; readonly exc_value: string }[]
}

const CONFLICT = 409
const SERVER_ERROR = 500
const ANSWER_WITHIN_MS = 30_000
const ASK_FOR_MS = 120_000
const ASK_EVERY_MS = 1_000

/** Airflow's REST API, as far as one DAG and its runs are concerned. */
export class AirflowApi {
  readonly #airflow: Pick<Airflow, 'url' | 'login'>
  readonly #dagId: string
  #token: string | undefined

  constructor(airflow: Pick<Airflow, 'url' | 'login'>, dagId: string) {
    this.#airflow = airflow
    this.#dagId = dagId
  }

  /** Undefined until its file has been read for the first time. */
  async dag(): Promise<Dag | undefined> {
    const response = await this.#send('GET', this.#dagPath)
    return response.status === 404 ? undefined : jsonOf(response)
  }

  async importErrors(): Promise<readonly ImportError[]> {
    const found = await this.#get<{ import_errors: ImportError[] }>('/api/v2/importErrors')
    return found.import_errors
  }

  /** Starts a run, once; a paused DAG is let go on, since it would wait. */
  async trigger(runId: string, logicalDate: Date): Promise<void> {
    await jsonOf(await this.#sendAgain('PATCH', this.#dagPath, { is_paused: false }))
    const run = { dag_run_id: runId, logical_date: logicalDate.toISOString() }
    const response = await this.#sendAgain('POST', `${this.#dagPath}/dagRuns`, run)
    // A run that is there was begun by a call whose answer was lost.
    if (response.status !== CONFLICT) await jsonOf(response)
  }

  run(runId: string): Promise<DagRun> {
    return this.#get(`${this.#dagPath}/dagRuns/${runId}`)
  }

  async tasks(runId: string): Promise<readonly TaskInstance[]> {
    const path = `${this.#dagPath}/dagRuns/${runId}/taskInstances`
    return (await this.#get<{ task_instances: TaskInstance[] }>(path)).task_instances
  }

  async log(runId: string, { task_id, try_number }: TaskInstance): Promise<readonly LogLine[]> {
    const task = `${this.#dagPath}/dagRuns/${runId}/taskInstances/${task_id}`
    return (await this.#get<{ content: LogLine[] }>(`${task}/logs/${try_number}`)).content
  }

  get #dagPath(): string {
    return `/api/v2/dags/${this.#dagId}`
  }

  async #get<T>(path: string): Promise<T> {
    return jsonOf(await this.#sendAgain('GET', path))
  }

  /** Again where the server fails: a database that is locked for a moment ends no run. */
  #sendAgain(method: string, path: string, body?: object): Promise<Response> {
    const sent = async () => {
      const response = await this.#send(method, path, body)
      return response.status < SERVER_ERROR ? response : jsonOf<never>(response)
    }
    const what = `an answer of Airflow to ${method} ${path}`
    return waitFor(sent, { what, timeoutMs: ASK_FOR_MS, everyMs: ASK_EVERY_MS })
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    this.#token ??= await this.#logIn()
    const headers = { authorization: `Bearer ${this.#token}`, accept: 'application/json' }
    return this.#fetch(method, path, headers, body)
  }

  async #logIn(): Promise<string> {
    const response = await this.#fetch('POST', '/auth/token', {}, this.#airflow.login)
    return (await jsonOf<{ access_token: string }>(response)).access_token
  }

  #fetch(method: string, path: string, headers: Record<string, string>, body?: object) {
    return fetch(`${this.#airflow.url}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
  }
}

async function jsonOf<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T
  throw new Error(`${response.url} answers ${response.status}: ${await response.text()}`)
}
