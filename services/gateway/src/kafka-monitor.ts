import { type Backoff, fullJitter, type Timing } from '@pinpipe/delivery'
import { translateKafkaError } from '@pinpipe/kafka'
import type { Readiness } from '@pinpipe/runtime'
import type { GatewayEvents } from './events.ts'

/** What the monitor watches. */
export interface MonitorPorts {
  readonly cluster: { brokerIds(): Promise<readonly number[]> }
  readonly events: Pick<GatewayEvents, 'kafkaReachable' | 'kafkaUnreachable'>
  readonly timing: Timing
}

const CHECK_EVERY_MS = 2_000
const RETRY: Backoff = { baseMs: 250, capMs: 2_000 }

/** Asks the brokers for metadata again and again, which is what every request begins with. */
export class KafkaMonitor {
  readonly #ports: MonitorPorts
  readonly #stop = new AbortController()
  #state: Readiness = { ready: false, reason: 'Kafka has not answered yet' }
  #loop: Promise<void> | undefined

  constructor(ports: MonitorPorts) {
    this.#ports = ports
  }

  /** Whether the last check found a broker. */
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
    const { cluster, events } = this.#ports
    try {
      await cluster.brokerIds()
      if (!this.#state.ready) events.kafkaReachable()
      this.#state = { ready: true }
      return true
    } catch (cause) {
      const error = translateKafkaError(cause)
      if (this.#state.ready || this.#state.reason !== error.message) events.kafkaUnreachable(error)
      this.#state = { ready: false, reason: error.message }
      return false
    }
  }
}
