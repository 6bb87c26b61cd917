import { type OperationsSettings, provision } from '@pinpipe/operations'
import { createLogger } from '@pinpipe/runtime'
import {
  type Component,
  type Host,
  type Kafka,
  type LocalStack,
  type MariaDb,
  type SetupEvent,
  sparkJars,
  sparkVenv,
  startKafka,
  startLocalStack,
  startMariaDb,
} from '@pinpipe/stack'
import type { Settings } from '../settings.ts'
import type { Step, Steps } from '../steps.ts'
import type { Halves } from './halves.ts'
import type { StatePaths } from './paths.ts'

/** The components that the services stand on. */
export interface Components {
  readonly kafka: Kafka
  readonly localstack: LocalStack
  readonly mariadb: MariaDb
}

/** What a start of the components works with; each that has started is added to `started`. */
export interface ComponentStart {
  /** What is to be provisioned. */
  readonly operations: OperationsSettings
  readonly host: Omit<Host, 'report'>
  readonly settings: Settings
  readonly halves: Halves
  readonly paths: StatePaths
  readonly steps: Steps
  readonly started: Pick<Component, 'stop'>[]
}

/** Whatever STACK says: `docker compose up` is the way to run the system in containers. */
const NATIVE = { backend: 'processes' } as const

/** Sets up and starts all components side by side, then makes topics, bucket and source tables. */
export async function startComponents(start: ComponentStart): Promise<Components> {
  const { settings, halves, operations, paths, steps, started } = start
  const services = halves.stream === null ? ['s3'] : ['s3', 'kinesis']
  const found: { -readonly [Name in keyof Components]?: Components[Name] } = {}
  const keep = <C extends Component>(component: C): C => {
    started.push(component)
    return component
  }
  await steps.together([
    step('Kafka', start, async (host) => {
      const place = { ...NATIVE, host, dir: paths.kafka, port: settings.KAFKA_PORT }
      found.kafka = keep(await startKafka({ ...place, portSetting: 'KAFKA_PORT' }))
    }),
    step(
      halves.stream === null ? 'LocalStack (S3)' : 'LocalStack (S3, Kinesis)',
      start,
      async (host) => {
        const place = { ...NATIVE, host, dir: paths.localstack, port: settings.LOCALSTACK_PORT }
        found.localstack = keep(
          await startLocalStack({ ...place, portSetting: 'LOCALSTACK_PORT', services }),
        )
      },
    ),
    step('MariaDB', start, async (host) => {
      const place = { ...NATIVE, host, dir: paths.source, port: settings.MYSQL_PORT }
      found.mariadb = keep(await startMariaDb({ ...place, portSetting: 'MYSQL_PORT' }))
    }),
    step('Spark environment', start, async (host) => {
      await Promise.all([sparkVenv(host), sparkJars(host)])
    }),
  ])
  const streams = halves.stream === null ? '' : ', streams'
  await steps.one(`Topics, bucket${streams} and source tables`, async (progress) => {
    const logger = createLogger({ name: 'provision', level: 'error', format: 'auto' })
    const onRows = (rows: number) => progress(`${rows} of ${settings.DATASET_ROWS} rows a table`)
    await provision(operations, { logger, onRows })
  })
  return found as Components
}

/** A step whose set-up events show as its progress. */
function step(title: string, { host }: ComponentStart, run: (host: Host) => Promise<void>): Step {
  return {
    title,
    run: (progress) => run({ ...host, report: (event) => progress(eventText(event)) }),
  }
}

const BAR_WIDTH = 20

/** A set-up event as one line, with a bar where the amount is known. */
export function eventText(event: SetupEvent): string {
  if (event.type === 'done') return `${event.step}: done in ${event.seconds.toFixed(1)} s`
  if (event.type !== 'progress') return `${event.step} …`
  const { step, done, total, unit } = event
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR_WIDTH)
  const bar = '█'.repeat(filled).padEnd(BAR_WIDTH, '░')
  return `${step} ${bar} ${Math.round(done)} of ${Math.round(total)} ${unit}`
}
