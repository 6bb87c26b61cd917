import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Host, pipelinePath } from '../host.ts'
import { BROKER_HOST, LOG4J, serverProperties } from '../kafka/config.ts'
import { javaCommand, QUICK_START, SMALL_JVM } from '../kafka/java.ts'
import { install } from './install.ts'
import { kafkaJars } from './jars.ts'
import { runCommand } from './run.ts'

const CLUSTER_ID = 'cGlucGlwZS1zdGFjay0wMQ'

/** Kafka's jars, and an empty data folder that is formatted: a copy of it saves each start a JVM. */
export interface KafkaFiles {
  readonly libs: string
  readonly storage: string
}

/** Fetches the jars and formats the data folder that brokers start from. */
export async function kafkaStorage(host: Host): Promise<KafkaFiles> {
  const libs = await kafkaJars(host)
  const target = pipelinePath(host, 'kafka-storage')
  // The ports play no part in formatting.
  const config = (dir: string) =>
    serverProperties({ bind: BROKER_HOST, port: 1, controllerPort: 2, dir: join(dir, 'data') })
  await install(host, {
    step: "Format Kafka's storage",
    target,
    inputs: [libs, CLUSTER_ID, config('')],
    fill: async (dir) => {
      const properties = join(dir, 'server.properties')
      await writeFile(properties, config(dir))
      await writeFile(join(dir, 'log4j2.properties'), LOG4J)
      const main = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties]
      const flags = [...SMALL_JVM, QUICK_START]
      await runCommand(await javaCommand(host, { libs, dir, flags, main }))
    },
  })
  return { libs, storage: join(target, 'data') }
}
