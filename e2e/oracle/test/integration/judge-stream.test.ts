import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { KinesisFake } from '@pinpipe/kinesis-fake'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { sha256 } from '../../src/lines.ts'
import { judgeStream } from '../../src/stream/judge-stream.ts'
import { KINDS, type Kind } from '../../src/verdict.ts'
import { ID } from '../bucket.ts'
import { recordOf } from '../records.ts'
import { streamName } from '../stream/small-stream.ts'

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const POSTS = 20

let kinesis: KinesisFake
let client: KinesisClient
let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'oracle '))
  const streams = Object.fromEntries(KINDS.map((kind) => [streamName(kind), 2]))
  kinesis = await KinesisFake.start({ streams })
  client = new KinesisClient({ ...location(), requestHandler: new NodeHttpHandler() })
})

afterAll(async () => {
  client?.destroy()
  await kinesis?.stop()
  await rm(dir, { recursive: true, force: true })
})

const location = () => ({ endpoint: kinesis.endpoint, region: 'us-east-1', credentials })

/** Puts a record and gives what a ledger says of it. */
async function put(kind: Kind, post: number) {
  const [topic, Data] = [streamName(kind), Buffer.from(recordOf(kind, post))]
  const request = { StreamName: topic, PartitionKey: `${post}`, Data }
  const answer = await client.send(new PutRecordCommand(request))
  const about = { kind, post, topic, sha256: sha256(Data) }
  const place = { shard: answer.ShardId, sequence_number: answer.SequenceNumber }
  return [
    { type: 'sent', ...about },
    { type: 'ack', ...about, ...place },
  ]
}

test('a system is judged by its ledger and its Kinesis, found where the case says', async () => {
  const lines: object[] = []
  for (const post of Array(POSTS).keys()) {
    for (const kind of KINDS) lines.push(...(await put(kind, post)))
  }
  const records = POSTS * KINDS.length
  const totals = { posts: POSTS, sent: records, acknowledged: records, unknown: 0, failed: 0 }
  const ledgerFile = join(dir, 'ledger.jsonl')
  const text = [...lines, { type: 'end', ...totals }].map((line) => JSON.stringify(line)).join('\n')
  await writeFile(ledgerFile, text)

  const s3 = { ...location(), bucket: `user-${ID}-bucket` }
  const asked = { id: ID, ledgerFile, s3, kinesis: location(), feed: 'http' } as const
  const good = await judgeStream({ ...asked, stages: ['feed'] })
  expect(good).toMatchObject({ ok: true, counts: { acknowledged: records, records, resent: 0 } })
  await put('geo', 1)
  const { differences } = await judgeStream({ ...asked, stages: ['feed'] })
  expect(differences).toMatchObject([{ kind: 'unexplained', stream: streamName('geo') }])
})
