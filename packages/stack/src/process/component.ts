import { closeSync, mkdirSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StackError } from '../errors.ts'
import { assertPortFree, type PortClaim } from '../ports.ts'
import { waitFor } from '../wait.ts'
import { type Command, type Exit, type GuardedProcess, spawnGuarded } from './guarded.ts'

/** A part of the stack that can be started, stopped and killed, whatever it runs in. */
export interface Component {
  readonly name: string
  /** Where everything that it prints is kept. */
  readonly logFile: string
  /** The server's process id while it runs, where it is a process of this host. */
  readonly pid: number | undefined
  /** Resolves when the current run has ended, for whatever reason. */
  readonly exited: Promise<Exit>
  /** Starts it (again) with the same state and address; resolves when it serves. */
  start(): Promise<void>
  /** Asks it to end and waits; after 30 s it is killed. Nothing when it does not run. */
  stop(): Promise<void>
  /** Ends it at once with everything it started, as a crash would. */
  kill(): Promise<void>
}

/** What makes a command a component. */
export interface ProcessSpec {
  readonly name: string
  readonly logFile: string
  readonly ports: readonly PortClaim[]
  /** Runs before each start: directories, configuration files, formatting. */
  readonly prepare?: () => Promise<void>
  readonly command: () => Command
  /** True once the server answers in its own protocol; a throw counts as "not yet". */
  readonly ready: () => Promise<boolean>
  /** Milliseconds until a start counts as failed. Default 60,000. */
  readonly timeoutMs?: number
  /** What a user can do when it does not start. */
  readonly hint: string
}

const STOP_TIMEOUT_MS = 30_000
const LOG_TAIL_LINES = 20
const NEVER_RAN: Exit = { code: null, signal: null }

/** A component that is a process group of this host. */
export class ProcessComponent implements Component {
  readonly #spec: ProcessSpec
  #run: GuardedProcess | undefined
  #running = false

  constructor(spec: ProcessSpec) {
    this.#spec = spec
  }

  get name(): string {
    return this.#spec.name
  }

  get logFile(): string {
    return this.#spec.logFile
  }

  get pid(): number | undefined {
    return this.#running ? this.#run?.pid : undefined
  }

  get exited(): Promise<Exit> {
    return this.#run?.exited ?? Promise.resolve(NEVER_RAN)
  }

  async start(): Promise<void> {
    if (this.#running) throw new StackError('START_FAILED', `${this.name} runs already`)
    await Promise.all(this.#spec.ports.map(assertPortFree))
    await this.#spec.prepare?.()
    const run = this.#spawn()
    this.#run = run
    this.#running = true
    void run.exited.then(() => {
      if (this.#run === run) this.#running = false
    })
    await this.#untilReady()
  }

  async stop(): Promise<void> {
    if (!this.#running) return
    this.#run?.signal('SIGTERM')
    const late = setTimeout(() => this.#run?.signal('SIGKILL'), STOP_TIMEOUT_MS)
    await this.exited
    clearTimeout(late)
  }

  async kill(): Promise<void> {
    if (!this.#running) return
    this.#run?.signal('SIGKILL')
    await this.exited
  }

  #spawn(): GuardedProcess {
    mkdirSync(dirname(this.logFile), { recursive: true })
    const log = openSync(this.logFile, 'a')
    const run = spawnGuarded(this.#spec.command(), log)
    closeSync(log)
    return run
  }

  async #untilReady(): Promise<void> {
    const { ready, timeoutMs = 60_000 } = this.#spec
    const state = async () => !this.#running || (await ready())
    try {
      await waitFor(state, { what: `${this.name} to serve`, timeoutMs, everyMs: 50 })
    } catch (error) {
      await this.kill()
      throw await this.#failure(`did not serve within ${timeoutMs / 1000} s`, error)
    }
    if (this.#running) return
    const { code, signal } = await this.exited
    throw await this.#failure(`ended while starting (${signal ?? `exit code ${code}`})`)
  }

  async #failure(what: string, cause?: unknown): Promise<StackError> {
    const log = await readFile(this.logFile, 'utf8').catch(() => '')
    const tail = log.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n')
    return new StackError(
      'START_FAILED',
      `${this.name} ${what}. ${this.#spec.hint}\nThe end of ${this.logFile}:\n${tail}`,
      { cause },
    )
  }
}
