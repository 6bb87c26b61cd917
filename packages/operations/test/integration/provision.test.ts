import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openKafka } from '@pinpipe/kafka'
import { createLogger, loadConfig } from '@pinpipe/runtime'
import {
  type Component,
  type Kafka,
  type LocalStack,
  type MariaDb,
  startKafka,
  startLocalStack,
  startMariaDb,
} from '@pinpipe/stack'
import { operationsSettings } from '../../src/config.ts'
import { provision } from '../../src/provision.ts'

const ID = '0a1b2c3d4e5f'
const logger = createLogger({ name: 'test', level: 'fatal', format: 'json' })

let kafka: Kafka
let localstack: LocalStack
let mariadb: MariaDb
const started: Component[] = []

beforeAll(async () => {
  kafka = await keep(startKafka())
  localstack = await keep(startLocalStack({ services: ['s3', 'kinesis'] }))
  mariadb = await keep(startMariaDb())
}, 300_000)

afterAll(() => Promise.all(started.map((component) => component.stop())))

async function keep<C extends Component>(starting: Promise<C>): Promise<C> {
  const component = await starting
  started.push(component)
  return component
}

function settings() {
  return loadConfig(operationsSettings, {
    PIPELINE_ID: ID,
    KAFKA_BROKERS: kafka.bootstrapServers,
    AWS_ENDPOINT_URL: localstack.endpoint,
    AWS_REGION: localstack.region,
    AWS_ACCESS_KEY_ID: localstack.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localstack.secretAccessKey,
    MYSQL_HOST: mariadb.host,
    MYSQL_PORT: String(mariadb.port),
    MYSQL_USER: mariadb.user,
    MYSQL_PASSWORD: mariadb.password,
    MYSQL_DATABASE: mariadb.database,
    DATASET_ROWS: '50',
    STREAM_SHARDS: '2',
  })
}

test('topics, bucket, streams and source tables are made where they are missing, and once', async () => {
  const rows: number[] = []
  const onRows = (done: number) => rows.push(done)
  expect(await provision(settings(), { logger, onRows })).toEqual({
    topics: [`${ID}.pin`, `${ID}.geo`, `${ID}.user`, `dead-letter.${ID}`],
    buckets: [`user-${ID}-bucket`],
    streams: ['pin', 'geo', 'user'].map((kind) => `streaming-${ID}-${kind}`),
    tables: ['source'],
  })
  expect(rows.at(-1)).toBe(50)
  expect(await provision(settings(), { logger })).toEqual({
    topics: [],
    buckets: [],
    streams: [],
    tables: [],
  })
}, 180_000)

test('a bucket that LocalStack has lost beside records in Kafka is not made anew', async () => {
  const client = openKafka(settings(), { clientId: 'test', logger })
  await client.producer.produce(`${ID}.pin`, [{ key: null, value: Buffer.from('{}') }])
  await client.close()
  await localstack.kill()
  await localstack.start()
  for (const _ of ['at first', 'and again']) {
    await expect(provision(settings(), { logger })).rejects.toThrow('the bucket is gone')
  }
}, 120_000)
