import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ComponentOptions, defaultHost, temporaryDir } from '../host.ts'
import { freePort } from '../ports.ts'
import { type Component, ProcessComponent } from '../process/component.ts'
import { kafkaStorage } from '../setup/kafka-storage.ts'
import { LOG4J, serverProperties } from './config.ts'
import { javaCommand, QUICK_START, SMALL_JVM } from './java.ts'
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

const HOST = '127.0.0.1'

/**
 * Starts a broker (KRaft) and waits until it answers a metadata request. Topics are made only by
 * clients that ask. After `kill`, a start takes some 9 s longer: the controller waits until the dead
 * broker's session has run out.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const host = options.host ?? defaultHost()
  const { libs, storage } = await kafkaStorage(host)
  const dir = options.dir ?? temporaryDir('kafka')
  const port = options.port ?? (await freePort())
  const flags = options.optimise ? SMALL_JVM : [...SMALL_JVM, QUICK_START]
  const main = ['kafka.Kafka', propertiesFile(dir)]
  const command = await javaCommand(host, { libs, dir, flags, main })
  const component = new ProcessComponent({
    name: 'Kafka',
    logFile: join(dir, 'kafka.log'),
    ports: [{ port, setting: options.portSetting ?? 'KAFKA_PORT' }],
    prepare: () => prepare(storage, dir, port),
    command: () => command,
    ready: () => answersMetadata(HOST, port),
    hint: 'Look at the log; `npm start -- --fresh` drops its state.',
  })
  await component.start()
  return Object.assign(component, { host: HOST, port, bootstrapServers: `${HOST}:${port}` })
}

const propertiesFile = (dir: string) => join(dir, 'server.properties')

/** Writes the configuration, and gives a new broker its formatted data folder. */
async function prepare(storage: string, dir: string, port: number): Promise<void> {
  const data = join(dir, 'data')
  await mkdir(dir, { recursive: true })
  const address = { host: HOST, port, controllerPort: await freePort(), dir: data }
  await writeFile(propertiesFile(dir), serverProperties(address))
  await writeFile(join(dir, 'log4j2.properties'), LOG4J)
  if (existsSync(data)) return
  const fresh = `${data}.new`
  await rm(fresh, { recursive: true, force: true })
  await cp(storage, fresh, { recursive: true })
  await rename(fresh, data)
}
