import { type Backoff, fullJitter, type Timing } from '@pinpipe/delivery'
import type { CodedError, Readiness } from '@pinpipe/runtime'

/** What a monitor reports: each change once. */
export interface MonitorEvents {
  reachable(): void
  unreachable(error: CodedError): void
}

/** What a monitor watches. */
export interface MonitorPorts {
  /** Its name in readiness texts. */
  readonly name: string
  /** Resolves when it answers. @throws {CodedError} when it does not. */
  readonly check: (signal: AbortSignal) => Promise<unknown>
  readonly events: MonitorEvents
  readonly timing: Timing
}

const CHECK_EVERY_MS = 2_000
const RETRY: Backoff = { baseMs: 250, capMs: 2_000 }

/** Asks a part that every request needs again and again whether it answers. */
export class Monitor {
  readonly #ports: MonitorPorts
  readonly #stop = new AbortController()
  #state: Readiness
  #loop: Promise<void> | undefined

  constructor(ports: MonitorPorts) {
    this.#ports = ports
    this.#state = { ready: false, reason: `${ports.name} has not answered yet` }
  }

  /** Whether the last check was answered. */
  readiness(): Readiness {
    return this.#state
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#loop
  }

  async #run(): Promise<void> {
    const { timing } = this.#ports
    for (let failures = 0; !this.#stop.signal.aborted; ) {
      failures = (await this.#check()) ? 0 : failures + 1
      const waitMs = failures === 0 ? CHECK_EVERY_MS : fullJitter(failures, RETRY, timing.random)
      await timing.sleep(waitMs, this.#stop.signal).catch(() => {
        // Stopped while it slept: the loop's condition ends it.
      })
    }
  }

  async #check(): Promise<boolean> {
    const { check, events } = this.#ports
    try {
      await check(this.#stop.signal)
      if (!this.#state.ready) events.reachable()
      this.#state = { ready: true }
      return true
    } catch (cause) {
      if (this.#stop.signal.aborted) return false
      const error = cause as CodedError
      if (this.#state.ready || this.#state.reason !== error.message) events.unreachable(error)
      this.#state = { ready: false, reason: error.message }
      return false
    }
  }
}
