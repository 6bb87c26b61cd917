import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runner } from '../component.ts'
import type { Host } from '../host.ts'
import { freePort } from '../ports.ts'
import { processRunner } from '../process/runner.ts'
import { kafkaStorage } from '../setup/kafka-storage.ts'
import { BROKER_HOST, LOG4J, serverProperties } from './config.ts'
import { javaCommand, QUICK_START, SMALL_JVM } from './java.ts'

/** One broker to run. */
export interface BrokerSpec {
  /** Where a native broker's data and configuration lie. */
  readonly dir: string
  readonly port: number
  readonly optimise: boolean
  readonly logFile: string
}

/** A broker as a process of this host, from Kafka's jars. */
export async function nativeBroker(host: Host, broker: BrokerSpec): Promise<Runner> {
  const { dir, port, optimise, logFile } = broker
  const { libs, storage } = await kafkaStorage(host)
  const flags = optimise ? SMALL_JVM : [...SMALL_JVM, QUICK_START]
  const main = ['kafka.Kafka', propertiesFile(dir)]
  const command = await javaCommand(host, { libs, dir, flags, main })
  return processRunner({
    logFile,
    hint: 'Look at the log; `npm start -- --fresh` drops its state.',
    prepare: () => prepare(storage, dir, port),
    command: () => command,
  })
}

const propertiesFile = (dir: string) => join(dir, 'server.properties')

/** Writes the configuration, and gives a new broker its formatted data folder. */
async function prepare(storage: string, dir: string, port: number): Promise<void> {
  const data = join(dir, 'data')
  await mkdir(dir, { recursive: true })
  const place = { bind: BROKER_HOST, port, controllerPort: await freePort(), dir: data }
  await writeFile(propertiesFile(dir), serverProperties(place))
  await writeFile(join(dir, 'log4j2.properties'), LOG4J)
  if (existsSync(data)) return
  const fresh = `${data}.new`
  await rm(fresh, { recursive: true, force: true })
  await cp(storage, fresh, { recursive: true })
  await rename(fresh, data)
}
