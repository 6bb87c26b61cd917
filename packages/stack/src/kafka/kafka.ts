import { join } from 'node:path'
import { chooseBackend } from '../backend.ts'
import { type Component, RunnerComponent } from '../component.ts'
import { type ComponentOptions, defaultHost, temporaryDir } from '../host.ts'
import { freePort } from '../ports.ts'
import { BROKER_HOST } from './config.ts'
import { containerBroker } from './container.ts'
import { nativeBroker } from './native.ts'
import { answersMetadata } from './probe.ts'

/** One Kafka broker on loopback, without security. */
export interface Kafka extends Component {
  readonly host: string
  readonly port: number
  /** `host:port`, as Kafka clients take it. */
  readonly bootstrapServers: string
}

/** How the broker runs, besides what every component takes. */
export interface KafkaOptions extends ComponentOptions {
  /** Lets the JVM use its optimising compiler, for benchmarks: more throughput, a slower start. */
  readonly optimise?: boolean
}

/**
 * Starts a broker (KRaft) and waits until it answers a metadata request. Topics are made only by
 * clients that ask. After `kill`, a start takes some 9 s longer: the controller waits until the dead
 * broker's session has run out.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const { host = defaultHost(), optimise = false } = options
  const backend = await chooseBackend(options)
  const dir = options.dir ?? temporaryDir('kafka')
  const port = options.port ?? (await freePort())
  const broker = { dir, port, optimise, logFile: join(dir, 'kafka.log') }
  const runner =
    backend === 'containers' ? await containerBroker(broker) : await nativeBroker(host, broker)
  const component = new RunnerComponent({
    name: 'Kafka',
    ports: [{ port, setting: options.portSetting ?? 'KAFKA_PORT' }],
    runner,
    ready: () => answersMetadata(BROKER_HOST, port),
  })
  await component.start()
  const bootstrapServers = `${BROKER_HOST}:${port}`
  return Object.assign(component, { host: BROKER_HOST, port, bootstrapServers })
}
