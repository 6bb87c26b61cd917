import { readFile } from 'node:fs/promises'
import { StackError } from './errors.ts'
import { assertPortFree, type PortClaim } from './ports.ts'
import type { Exit } from './process/guarded.ts'
import { waitFor } from './wait.ts'

/** A part of the stack that can be started, stopped and killed, whatever it runs in. */
export interface Component {
  readonly name: string
  /** Where everything that it prints is kept. */
  readonly logFile: string
  /** The server's process id while it runs, where it is a process of this host. */
  readonly pid: number | undefined
  /** Resolves when the current run has ended, for whatever reason. */
  readonly exited: Promise<Exit>
  /** Starts it (again) at the same address; after `kill` with the same state. Resolves when it serves. */
  start(): Promise<void>
  /**
   * Asks it to end and waits; after 30 s it is killed. Nothing when it does not run. A process leaves
   * its state in its folder; a container goes with its state.
   */
  stop(): Promise<void>
  /** Ends it at once with everything it started, as a crash would. */
  kill(): Promise<void>
  /** Halts it where it is: it keeps its connections and answers nothing, until `kill` or `stop`. */
  freeze(): Promise<void>
}

/** One run of a component, from its launch to its end. */
export interface Run {
  readonly pid: number | undefined
  /** Resolves when it has ended and its log is whole. */
  readonly exited: Promise<Exit>
  /** Asks it to end, also when it is frozen. */
  terminate(): Promise<void>
  kill(): Promise<void>
  freeze(): Promise<void>
}

/** What a component runs in. */
export interface Runner {
  /** Where the runs' output goes. */
  readonly logFile: string
  /** What a user can do when the component does not start. */
  readonly hint: string
  launch(): Promise<Run>
  /** Removes what a run that has ended leaves outside its folder. */
  discard(): Promise<void>
}

/** What makes a runner a component. */
export interface ComponentSpec {
  readonly name: string
  readonly ports: readonly PortClaim[]
  readonly runner: Runner
  /** True once the server answers in its own protocol; a throw counts as "not yet". */
  readonly ready: () => Promise<boolean>
  /** Milliseconds until a start counts as failed. Default 60,000. */
  readonly timeoutMs?: number
}

const STOP_TIMEOUT_MS = 30_000
const LOG_TAIL_LINES = 20
const NEVER_RAN: Exit = { code: null, signal: null }

/** A component on any runner. */
export class RunnerComponent implements Component {
  readonly #spec: ComponentSpec
  #run: Run | undefined
  #running = false

  constructor(spec: ComponentSpec) {
    this.#spec = spec
  }

  get name(): string {
    return this.#spec.name
  }

  get logFile(): string {
    return this.#spec.runner.logFile
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
    try {
      await this.#launch()
      await this.#untilReady()
    } catch (error) {
      await this.#spec.runner.discard()
      throw error
    }
  }

  async stop(): Promise<void> {
    if (this.#running) await this.#end()
    await this.#spec.runner.discard()
  }

  async kill(): Promise<void> {
    if (!this.#running) return
    await this.#run?.kill()
    await this.exited
  }

  async freeze(): Promise<void> {
    if (this.#running) await this.#run?.freeze()
  }

  async #launch(): Promise<void> {
    const run = await this.#spec.runner.launch()
    this.#run = run
    this.#running = true
    void run.exited.then(() => {
      if (this.#run === run) this.#running = false
    })
  }

  async #end(): Promise<void> {
    await this.#run?.terminate()
    const late = setTimeout(() => void this.kill(), STOP_TIMEOUT_MS)
    await this.exited
    clearTimeout(late)
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
      `${this.name} ${what}. ${this.#spec.runner.hint}\nThe end of ${this.logFile}:\n${tail}`,
      { cause },
    )
  }
}
