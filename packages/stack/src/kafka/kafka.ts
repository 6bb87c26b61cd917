import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ComponentOptions, defaultHost, type Host, temporaryDir } from '../host.ts'
import { freePort } from '../ports.ts'
import { findProgram } from '../prerequisites/prerequisites.ts'
import { java } from '../prerequisites/programs.ts'
import { type Component, ProcessComponent } from '../process/component.ts'
import type { Command } from '../process/guarded.ts'
import { kafkaJars } from '../setup/jars.ts'
import { runCommand } from '../setup/run.ts'
import { LOG4J, serverProperties } from './config.ts'
import { answersMetadata } from './probe.ts'

/** One Kafka broker on loopback, without security. */
export interface Kafka extends Component {
  readonly host: string
  readonly port: number
  /** `host:port`, as Kafka clients take it. */
  readonly bootstrapServers: string
}

const HOST = '127.0.0.1'
const CLUSTER_ID = 'cGlucGlwZS1zdGFjay0wMQ'
const START_FLAGS = ['-Xmx512m', '-XX:+UseSerialGC']
/** Halves the start of a small run; a benchmark leaves it off. */
const QUICK_START_FLAG = '-XX:TieredStopAtLevel=1'

/** How the broker runs, besides what every component takes. */
export interface KafkaOptions extends ComponentOptions {
  /** Lets the JVM use its optimising compiler, for benchmarks: more throughput, a slower start. */
  readonly optimise?: boolean
}

/** Starts a broker (KRaft) and waits until it answers a metadata request. Topics are made only by clients that ask. */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka> {
  const host = options.host ?? defaultHost()
  const [libs, javaFile] = await Promise.all([kafkaJars(host), findProgram(java, host.env)])
  const dir = options.dir ?? temporaryDir('kafka')
  const port = options.port ?? (await freePort())
  const flags = [...START_FLAGS, ...(options.optimise ? [] : [QUICK_START_FLAG])]
  const component = new ProcessComponent({
    name: 'Kafka',
    logFile: join(dir, 'kafka.log'),
    ports: [{ port, setting: options.portSetting ?? 'KAFKA_PORT' }],
    prepare: () => prepare(host, javaFile, libs, dir, port),
    command: () => javaCommand(host, javaFile, libs, dir, ['kafka.Kafka', properties(dir)], flags),
    ready: () => answersMetadata(HOST, port),
    hint: 'Look at the log; `npm start -- --fresh` drops its state.',
  })
  await component.start()
  return Object.assign(component, { host: HOST, port, bootstrapServers: `${HOST}:${port}` })
}

const properties = (dir: string) => join(dir, 'server.properties')

/** Writes the configuration, and formats the data folder the first time. */
async function prepare(
  host: Host,
  javaFile: string,
  libs: string,
  dir: string,
  port: number,
): Promise<void> {
  const data = join(dir, 'data')
  await mkdir(dir, { recursive: true })
  const address = { host: HOST, port, controllerPort: await freePort(), dir: data }
  await writeFile(properties(dir), serverProperties(address))
  await writeFile(join(dir, 'log4j2.properties'), LOG4J)
  if (existsSync(join(data, 'meta.properties'))) return
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties(dir)]
  await runCommand(
    javaCommand(host, javaFile, libs, dir, format, [...START_FLAGS, QUICK_START_FLAG]),
  )
}

function javaCommand(
  host: Host,
  file: string,
  libs: string,
  dir: string,
  main: readonly string[],
  flags: readonly string[],
): Command {
  const log4j = `-Dlog4j2.configurationFile=${pathToFileURL(join(dir, 'log4j2.properties'))}`
  return {
    file,
    args: [...flags, log4j, '-cp', join(libs, '*'), ...main],
    env: host.env,
  }
}
