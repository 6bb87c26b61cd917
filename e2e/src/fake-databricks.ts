import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { S3Location } from '@pinpipe/oracle'
import { defaultHost, sparkDevVenv, sparkJars } from '@pinpipe/stack'
import { ROOT } from './place.ts'

const SHARED = '/Workspace/Shared'

/** A fake Databricks workspace with the package's wheel in it. What is submitted runs on local Spark, which reaches S3. */
export class FakeDatabricks {
  readonly #child: ChildProcess
  readonly #url: URL
  readonly #token: string
  #wheel = ''

  private constructor(child: ChildProcess, url: string, token: string) {
    this.#child = child
    this.#url = new URL(url)
    this.#token = token
  }

  /** @param dir a folder for what it keeps, which must exist */
  static async start(dir: string, s3: S3Location): Promise<FakeDatabricks> {
    const host = defaultHost()
    const [python, jars] = [await sparkDevVenv(host), await sparkJars(host)]
    const folder = await mkdtemp(join(dir, 'databricks-'))
    // It ends when this process does, and with it its standard input.
    const args = ['-m', 'fake_workspace', '--folder', folder, '--while-stdin']
    const child = spawn(python, args, {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PYTHONPATH: join(ROOT, 'databricks', 'src'),
        PINPIPE_JARS: jars,
        AWS_ENDPOINT_URL: s3.endpoint,
        AWS_REGION: s3.region,
        AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      },
    })
    const [line] = await once(createInterface(child.stdout), 'line')
    const { url, token } = JSON.parse(String(line)) as { url: string; token: string }
    const workspace = new FakeDatabricks(child, url, token)
    await workspace.#putWheel(python, folder)
    return workspace
  }

  /** With these, Airflow runs the steps of its DAG here. */
  get settings(): NodeJS.ProcessEnv {
    const { hostname: host, port } = this.#url
    const connection = { conn_type: 'databricks', schema: 'http', host, password: this.#token }
    return {
      PINPIPE_RUN_ON: 'databricks',
      PINPIPE_DATABRICKS_WHEEL: this.#wheel,
      AIRFLOW_CONN_DATABRICKS_DEFAULT: JSON.stringify({ ...connection, port: Number(port) }),
    }
  }

  /** The names of the runs that were submitted, and how each ended. */
  async runs(): Promise<{ name: string; result: string | undefined }[]> {
    const { runs } = await this.#call<{
      runs: { run_name: string; state: { result_state?: string } }[]
    }>('GET', '/api/2.2/jobs/runs/list?limit=25')
    return runs.map(({ run_name: name, state }) => ({ name, result: state.result_state }))
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'close')
    this.#child.kill('SIGTERM')
    await ended
  }

  async #putWheel(python: string, folder: string): Promise<void> {
    const dist = join(folder, 'dist')
    const build = ['-m', 'uv', 'build', '--wheel', '--quiet', '--out-dir', dist]
    await promisify(execFile)(python, [...build, join(ROOT, 'spark')])
    const [name = ''] = (await readdir(dist)).filter((file) => file.endsWith('.whl'))
    const path = `${SHARED}/${name}`
    await this.#call('POST', '/api/2.0/workspace/mkdirs', { path: SHARED })
    const content = await readFile(join(dist, name), 'base64')
    await this.#call('POST', '/api/2.0/workspace/import', { path, format: 'RAW', content })
    this.#wheel = path
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: { authorization: `Bearer ${this.#token}` },
      body: body === undefined ? null : JSON.stringify(body),
    })
    if (response.ok) return (await response.json()) as T
    throw new Error(`${path} answers ${response.status}: ${await response.text()}`)
  }
}
