import { GenericContainer, StartupCheckStrategy } from 'testcontainers'

/** Readiness is asked for in the component's own protocol, in both backends alike. */
class NoWait extends StartupCheckStrategy {
  override async checkStartupState(): Promise<'SUCCESS'> {
    return 'SUCCESS'
  }
}

/** A container that one port of loopback leads to, and that can be followed from before its start. */
export class LoopbackContainer extends GenericContainer {
  readonly #created: (id: string) => Promise<void>

  /** @param created runs once the container is there, and before it starts */
  constructor(image: string, created: (id: string) => Promise<void>) {
    super(image)
    this.#created = created
    this.withWaitStrategy(new NoWait())
    // Its Ryuk needs an image of its own and an engine socket to mount; `reaper.ts` needs neither.
    this.withAutoCleanup(false)
  }

  /** Publishes a port of the container at a fixed one, which a restart keeps. */
  withLoopbackPort(host: number, container: number): this {
    this.withExposedPorts({ host, container })
    const binding = { HostIp: '127.0.0.1', HostPort: String(host) }
    this.hostConfig.PortBindings = { [`${container}/tcp`]: [binding] }
    return this
  }

  protected override containerCreated(id: string): Promise<void> {
    return this.#created(id)
  }
}
