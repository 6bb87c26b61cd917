import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { defaultHost, sparkVenv } from '@pinpipe/stack'
import { type Place, placeEnvironment, ROOT } from './place.ts'
import { type BatchDocument, RunningSystem, type StartDocument } from './system.ts'

/** A run of `npm start`, all of it processes of this machine. */
export class NpmSystem extends RunningSystem {
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #stdout = ''
  #stderr = ''

  /** @param args what stands behind `npm start --` */
  constructor(place: Place, args: readonly string[]) {
    super(place)
    this.#child = spawn(process.execPath, ['bootstrap.mjs', 'start', ...args], {
      cwd: ROOT,
      env: placeEnvironment(place),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stdout?.on('data', (bytes: Buffer) => {
      this.#stdout += bytes.toString()
    })
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#stderr += bytes.toString()
    })
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null)
  }

  get ledgerFile(): string {
    return join(this.place.dir, 'run', 'ledger.jsonl')
  }

  /** What it has said on standard error, for a failed test's message. */
  get said(): string {
    return this.#stderr
  }

  async document(): Promise<StartDocument> {
    for (;;) {
      const line = this.#stdout.split('\n').find((text) => text.startsWith('{'))
      if (line !== undefined && this.#stdout.includes(`${line}\n`)) {
        return JSON.parse(line) as StartDocument
      }
      const next = once(this.#child.stdout ?? this.#child, 'data').then(() => undefined)
      const code = await Promise.race([next, this.#ended.then((exit) => ({ exit }))])
      if (code) throw new Error(`npm start ended with ${code.exit}:\n${this.#stderr}`)
    }
  }

  async runBatch(): Promise<BatchDocument> {
    const { id, s3 } = this
    const python = await sparkVenv(defaultHost())
    const args = ['-m', 'pinpipe', 'batch', '--bucket', s3.bucket, '--id', id, '--json']
    const { stdout } = await promisify(execFile)(python, args, {
      cwd: ROOT,
      env: {
        ...process.env,
        PYTHONPATH: join(ROOT, 'spark', 'src'),
        AWS_ENDPOINT_URL: s3.endpoint,
        AWS_REGION: s3.region,
        AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      },
    })
    return JSON.parse(stdout) as BatchDocument
  }

  /** The exit code of a run that ends by itself. */
  exited(): Promise<number | null> {
    return this.#ended
  }

  /** Presses Ctrl-C, if it still runs. @returns its exit code */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) this.#child.kill('SIGINT')
    return this.#ended
  }
}
