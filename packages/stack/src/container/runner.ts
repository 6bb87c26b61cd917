import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Run, Runner } from '../component.ts'
import { StackError } from '../errors.ts'
import type { Exit } from '../process/guarded.ts'
import { type EngineContainer, engine, removeContainer, unlessGone } from './engine.ts'
import { ownerLabels, sweepContainers } from './ownership.ts'
import { startReaper } from './start-reaper.ts'

/** What a component's container is made of. */
export interface ContainerSpec {
  /** Part of the container's name. */
  readonly name: string
  readonly image: string
  /** Where it is reached on loopback, and where it listens. */
  readonly port: number
  readonly containerPort: number
  readonly env: Readonly<Record<string, string>>
  /** Default: the image's own. */
  readonly command?: readonly string[]
  readonly logFile: string
}

const KILLED = 128 + 9
/** The engine did not tell how it ended. */
const UNTOLD: Exit = { code: null, signal: null }

/** Runs a container; one that has ended is started again with its data, until it is discarded. */
export class ContainerRunner implements Runner {
  readonly hint = 'Look at the log; STACK=processes runs it without Docker.'
  readonly #spec: ContainerSpec
  #container: EngineContainer | undefined
  #name = ''
  #endWatch = () => {}

  constructor(spec: ContainerSpec) {
    this.#spec = spec
  }

  get logFile(): string {
    return this.#spec.logFile
  }

  async launch(): Promise<Run> {
    if (this.#container === undefined) return this.#create()
    const run = await this.#follow(this.#container)
    await this.#container.start()
    return run
  }

  async discard(): Promise<void> {
    if (this.#name === '') return
    await removeContainer(this.#name)
    this.#endWatch()
    this.#name = ''
    this.#container = undefined
  }

  async #create(): Promise<Run> {
    await sweepContainers()
    await mkdir(dirname(this.logFile), { recursive: true })
    this.#name = `pinpipe-${process.pid}-${this.#spec.name}-${randomUUID().slice(0, 8)}`
    this.#endWatch = startReaper(this.#name)
    const created = Promise.withResolvers<Run>()
    const started = this.#startNew(async (container) => {
      this.#container = container
      created.resolve(await this.#follow(container))
    })
    // A container that ends at once is no error here: its run tells how it ended.
    await Promise.race([started, created.promise.then((run) => run.exited)])
    return created.promise
  }

  async #startNew(onCreated: (container: EngineContainer) => Promise<void>): Promise<void> {
    const { LoopbackContainer } = await import('./loopback-container.ts')
    const { image, env, port, containerPort, command } = this.#spec
    const { container } = await engine()
    const made = new LoopbackContainer(image, (id) => onCreated(container.getById(id)))
      .withName(this.#name)
      .withLabels(ownerLabels())
      .withEnvironment(env)
      .withLoopbackPort(port, containerPort)
    if (command !== undefined) made.withCommand([...command])
    await made.start().catch((error: unknown) => {
      throw notStarted(image, error)
    })
  }

  /** Listens to a container before it starts, so that neither its end nor a line of its log is missed. */
  async #follow(container: EngineContainer): Promise<Run> {
    const client = await engine()
    const ended = container.wait({ condition: 'next-exit' }) as Promise<{ StatusCode: number }>
    const output = await client.container.attach(container)
    const logged = pipeline(output, createWriteStream(this.logFile, { flags: 'a' }))
    return {
      pid: undefined,
      exited: Promise.allSettled([ended, logged]).then(([end]) =>
        end.status === 'fulfilled' ? exitOf(end.value.StatusCode) : UNTOLD,
      ),
      terminate: () => signal(container, 'SIGTERM'),
      kill: () => signal(container, 'SIGKILL'),
      freeze: () => container.pause(),
    }
  }
}

/** The engine thaws a container that is paused. */
async function signal(container: EngineContainer, name: NodeJS.Signals): Promise<void> {
  await unlessGone(() => container.kill({ signal: name }))
}

/** The engine tells a signal as 128 and its number; only SIGKILL is never a program's own choice. */
function exitOf(status: number): Exit {
  return status === KILLED ? { code: null, signal: 'SIGKILL' } : { code: status, signal: null }
}

function notStarted(image: string, cause: unknown): StackError {
  const what = `The container of ${image} was not started: ${String(cause)}`
  const remedy = `Try \`docker run ${image}\`, or set STACK=processes to run without Docker.`
  return new StackError('START_FAILED', `${what}\n${remedy}`, { cause })
}
