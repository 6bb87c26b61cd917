#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander'
import { judge } from './judge.ts'
import { report } from './report.ts'
import { judgeStream } from './stream/judge-stream.ts'
import {
  FEEDS,
  type Feed,
  STREAM_STAGES,
  type StreamStage,
  type StreamVerdict,
} from './stream/verdict.ts'
import { untilAgreed } from './until-agreed.ts'
import { STAGES, type Stage, type Verdict } from './verdict.ts'

interface Options {
  readonly ledger?: string
  readonly id: string
  readonly endpoint: string
  readonly region: string
  readonly bucket?: string
  readonly kafka?: string
  readonly stages?: readonly Stage[]
  readonly stream?: Feed
  readonly streamStages?: readonly StreamStage[]
  readonly kinesis?: string
  readonly within: number
  readonly json: boolean
}

const options = new Command('oracle')
  .description(
    'Holds bucket, Kafka, tables and answers, or with --stream streams and tables, against the ledger of a run; exit 0 when they agree.',
  )
  .option(
    '--ledger <file>',
    'ledger of the emulator; without it, records are not checked against it',
  )
  .option('--id <hex>', 'pipeline id', process.env.PIPELINE_ID ?? '0a1b2c3d4e5f')
  .requiredOption('--endpoint <url>', 'S3 endpoint', process.env.AWS_ENDPOINT_URL)
  .option('--region <name>', 'S3 region', process.env.AWS_REGION ?? 'us-east-1')
  .option('--bucket <name>', 'bucket (default: user-{id}-bucket)')
  .option('--kafka <brokers>', 'host:port, several by commas; without it, Kafka is not read')
  .addOption(new Option('--stages <names...>', 'what to check').choices(STAGES))
  .addOption(new Option('--stream <feed>', 'judge the stream half, fed so').choices(FEEDS))
  .addOption(new Option('--stream-stages <names...>', 'what to check').choices(STREAM_STAGES))
  .option('--kinesis <url>', 'Kinesis endpoint (default: that of S3)')
  .option('--within <seconds>', 'judge again until all agrees, for so long', seconds, 0)
  .option('--json', 'print the verdict as one JSON document', false)
  .parse()
  .opts<Options>()

const { id, endpoint, region, ledger: ledgerFile } = options
const credentials = {
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
}
const bucket = options.bucket ?? `user-${id}-bucket`
const s3 = { endpoint, region, bucket, credentials }
const judgeOnce = () =>
  options.stream === undefined
    ? judge({
        ...{ id, ledgerFile, s3, stages: options.stages },
        kafka: options.kafka === undefined ? undefined : { brokers: options.kafka.split(',') },
      })
    : judgeStream({
        ...{ id, ledgerFile, s3, feed: options.stream, stages: options.streamStages },
        kinesis: { endpoint: options.kinesis ?? endpoint, region, credentials },
      })
const verdict = await untilAgreed<Verdict | StreamVerdict>(judgeOnce, options.within)
process.stdout.write(`${options.json ? JSON.stringify(verdict, null, 2) : report(verdict)}\n`)
process.exitCode = verdict.ok ? 0 : 1

function seconds(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be whole seconds.')
}
