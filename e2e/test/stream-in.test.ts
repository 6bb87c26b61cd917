import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { type Fault, KinesisFake } from '@pinpipe/kinesis-fake'
import { type Component, freePort, type MariaDb, startMariaDb, startService } from '@pinpipe/stack'
import { ROOT } from '../src/place.ts'

const ID = '0a1b2c3d4e5f'
const POSTS = 300
const SHARDS = 4
const STREAMS = ['pin', 'geo', 'user'].map((kind) => `streaming-${ID}-${kind}`)

/** A line of the ledger about a record. */
interface LedgerLine {
  readonly type: 'sent' | 'ack' | 'unknown' | 'failed' | 'end'
  readonly topic: string
  readonly sha256: string
  readonly shard: string
  readonly sequence_number: string
}

let dir: string
let database: MariaDb
let environment: NodeJS.ProcessEnv

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pinpipe stream '))
  database = await startMariaDb()
  environment = {
    PATH: process.env.PATH,
    MYSQL_HOST: database.host,
    MYSQL_PORT: String(database.port),
    MYSQL_USER: database.user,
    MYSQL_PASSWORD: database.password,
    MYSQL_DATABASE: database.database,
  }
  const loaded = await run(['packages', 'dataset'], ['--load', '--rows', String(POSTS)])
  expect(loaded).toMatchObject({ code: 0 })
})

afterAll(async () => {
  await database?.stop()
  await rm(dir, { recursive: true, force: true })
})

const stops: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A program of this repository, to its end. */
async function run(folder: readonly string[], args: readonly string[]) {
  const main = join(ROOT, ...folder, 'dist', 'main.js')
  const child = spawn(process.execPath, [main, ...args], { env: environment })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
  }
  const [code] = await once(child, 'close')
  return { code, said }
}

/** The gateway over a Kinesis; it has no Kafka, which the proxy does not need. */
async function startGateway(kinesis: KinesisFake, mode: string): Promise<string> {
  const [port, adminPort] = [await freePort(), await freePort()]
  const gateway: Component = await startService({
    name: 'gateway',
    entry: join(ROOT, 'services', 'gateway', 'dist', 'main.js'),
    env: {
      PATH: process.env.PATH,
      KAFKA_BROKERS: `127.0.0.1:${await freePort()}`,
      GATEWAY_PORT: String(port),
      GATEWAY_ADMIN_PORT: String(adminPort),
      GATEWAY_KINESIS: 'true',
      GATEWAY_KINESIS_MODE: mode,
      GATEWAY_KINESIS_TIMEOUT_MS: '2000',
      AWS_ENDPOINT_URL: kinesis.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    readyUrl: `http://127.0.0.1:${adminPort}/livez`,
  })
  stops.push(() => gateway.stop())
  return `http://127.0.0.1:${port}`
}

/** Posts every row, and reads the ledger. */
async function emulate(url: string, rate: string) {
  const ledger = join(dir, 'ledger.jsonl')
  const { code, said } = await run(
    ['services', 'emulator'],
    [
      ...['--target', 'kinesis', '--url', url, '--stage', 'prod', '--ledger', ledger],
      ...['--posts', String(POSTS), '--rate', rate],
    ],
  )
  const lines = (await readFile(ledger, 'utf8')).trimEnd().split('\n')
  return { code, said, lines: lines.map((line) => JSON.parse(line) as LedgerLine) }
}

/** An error is an answer with status 200 in tutorial mode; the fault of records fails some of a batch. */
const FAULTS: readonly Fault[] = [
  { times: 4, error: 'ProvisionedThroughputExceededException' },
  { times: 4, error: 'InternalFailure' },
  { times: 3, cut: 'after' },
  { times: 3, cut: 'before' },
  { times: 1, delayMs: 2500 },
  {
    times: 40,
    record: ({ index }) => (index % 3 === 1 ? 'ProvisionedThroughputExceededException' : undefined),
  },
]

/** What the ledger and the streams disagree on. */
function differences(kinesis: KinesisFake, lines: readonly LedgerLine[]) {
  const stored = new Map<string, string>(
    STREAMS.flatMap((stream) =>
      kinesis.records(stream).map(({ shardId, sequenceNumber, data }) => {
        const sha256 = createHash('sha256').update(data).digest('hex')
        return [`${stream} ${shardId} ${sequenceNumber}`, sha256] as const
      }),
    ),
  )
  const missing: LedgerLine[] = []
  for (const line of lines.filter(({ type }) => type === 'ack')) {
    const place = `${line.topic} ${line.shard} ${line.sequence_number}`
    if (stored.get(place) !== line.sha256) missing.push(line)
    stored.delete(place)
  }
  const unknown = lines.filter(({ type }) => type === 'unknown').map(({ sha256 }) => sha256)
  const unexplained = [...stored.values()].filter((sha256) => {
    const at = unknown.indexOf(sha256)
    if (at >= 0) unknown.splice(at, 1)
    return at < 0
  })
  return { missing, unexplained }
}

describe.each(['tutorial', 'strict'])('posts through the Kinesis proxy in %s mode', (mode) => {
  test.each([
    ['200/s', 'PutRecord'],
    ['1000/s', 'PutRecords'],
  ] as const)('are in the streams, byte for byte, at %s by %s', async (rate, action) => {
    const kinesis = await start()
    refuseOther(kinesis, action)
    const { code, said, lines } = await emulate(await startGateway(kinesis, mode), rate)
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' })
    expect(lines.filter(({ type }) => type === 'ack')).toHaveLength(3 * POSTS)
    expect(differences(kinesis, lines)).toEqual({ missing: [], unexplained: [] })
    for (const stream of STREAMS) {
      expect(kinesis.records(stream)).toHaveLength(POSTS)
      const shards = new Set(kinesis.records(stream).map(({ shardId }) => shardId))
      expect(shards.size).toBe(SHARDS)
    }
  })

  test.each([
    ['200/s', 'PutRecord'],
    ['1000/s', 'PutRecords'],
  ] as const)(
    'are explained by the ledger, whatever Kinesis does, at %s by %s',
    async (rate, action) => {
      const kinesis = await start()
      refuseOther(kinesis, action)
      for (const fault of FAULTS) kinesis.inject({ ...fault, action })
      const { code, said, lines } = await emulate(await startGateway(kinesis, mode), rate)
      expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' })
      expect(lines.filter(({ type }) => type === 'ack')).toHaveLength(3 * POSTS)
      expect(lines.filter(({ type }) => type === 'unknown').length).toBeGreaterThan(0)
      expect(differences(kinesis, lines)).toEqual({ missing: [], unexplained: [] })
    },
  )
})

/** Single records must not go as batches; of a batch a last or a failed record may go alone. */
function refuseOther(kinesis: KinesisFake, action: 'PutRecord' | 'PutRecords'): void {
  if (action === 'PutRecord') kinesis.inject({ action: 'PutRecords', error: 'ValidationException' })
}

async function start(): Promise<KinesisFake> {
  const streams = Object.fromEntries(STREAMS.map((stream) => [stream, SHARDS]))
  const kinesis = await KinesisFake.start({ streams })
  stops.push(() => kinesis.stop())
  return kinesis
}
