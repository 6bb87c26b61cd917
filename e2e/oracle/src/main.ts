#!/usr/bin/env node
import { Command, Option } from 'commander'
import { judge } from './judge.ts'
import { report } from './report.ts'
import { STAGES, type Stage } from './verdict.ts'

interface Options {
  readonly ledger?: string
  readonly id: string
  readonly endpoint: string
  readonly region: string
  readonly bucket?: string
  readonly kafka?: string
  readonly stages?: readonly Stage[]
  readonly json: boolean
}

const options = new Command('oracle')
  .description(
    'Holds bucket, Kafka, tables and answers against the ledger of a run; exit 0 when they agree.',
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
  .option('--json', 'print the verdict as one JSON document', false)
  .parse()
  .opts<Options>()

const verdict = await judge({
  id: options.id,
  ledgerFile: options.ledger,
  stages: options.stages,
  s3: {
    endpoint: options.endpoint,
    region: options.region,
    bucket: options.bucket ?? `user-${options.id}-bucket`,
    credentials: {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
    },
  },
  kafka: options.kafka === undefined ? undefined : { brokers: options.kafka.split(',') },
})
process.stdout.write(`${options.json ? JSON.stringify(verdict, null, 2) : report(verdict)}\n`)
process.exitCode = verdict.ok ? 0 : 1
