import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { processSettings, setting } from '@pinpipe/runtime'
import { z } from 'zod'

const RATE = /^(\d+(?:\.\d+)?)(?:\/s)?$/

const rate = z
  .string()
  .transform((text, context): number | 'original' => {
    if (text === 'original') return text
    const perSecond = Number(RATE.exec(text)?.[1])
    if (perSecond > 0) return perSecond
    context.addIssue({ code: 'custom', message: `"${text}" is neither N/s nor original` })
    return z.NEVER
  })
  .default(200)

/** Every setting of the emulator; the keys are the names of the environment variables. */
export const emulatorSettings = z.object({
  ...processSettings,
  EMULATOR_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .default('http://127.0.0.1:8082')
    .describe('Base address of the gateway'),
  EMULATOR_TARGET: z
    .enum(['kafka', 'kinesis'])
    .default('kafka')
    .describe('What the gateway is asked for: kafka (Kafka REST topics) or kinesis (streams)'),
  EMULATOR_PARTITION_KEY: z
    .string()
    .max(256)
    .default('')
    .describe(
      "Partition key of every stream record, as the original's constant; empty for the row's number, which spreads the rows over the shards",
    ),
  EMULATOR_STAGE: z
    .string()
    .regex(/^[\w-]*$/, 'must be one part of a path')
    .default('')
    .describe('Stage of the API, put before the path; empty for none'),
  EMULATOR_POSTS: setting
    .int(1000, 1, 10_000_000)
    .describe('How many posts; as many as the table has rows: every row once, in order'),
  EMULATOR_RATE: rate.describe(
    "Posts a second, as N/s; or original: the original's sleeps of 0 or 1 s, one post at a time",
  ),
  EMULATOR_SEED: setting
    .int(100, 0, 2 ** 32 - 1)
    .describe("Seed of the draws; the original's is 100"),
  EMULATOR_LEDGER: z
    .string()
    .refine((file) => existsSync(dirname(file)), 'the folder of this file does not exist')
    .optional()
    .describe('File for the ledger, made new: JSON lines, one or more for each record'),
  EMULATOR_RETRY_FOR: setting
    .int(120, 0, 86_400)
    .describe('Seconds for which a record, or a read, is tried again'),
  EMULATOR_REQUEST_TIMEOUT: setting
    .int(35, 1, 600)
    .describe('Seconds within which a request must be answered'),
  EMULATOR_JSON: setting.flag(false).describe('Print the summary as JSON on standard output'),
  EMULATOR_ADMIN_PORT: setting.port(9403).describe('Port of /livez, /readyz and /metrics'),
  MYSQL_HOST: z.string().default('127.0.0.1').describe('Host of the database'),
  MYSQL_PORT: setting.port(3306).describe('Port of the database'),
  MYSQL_USER: z.string().default('pinpipe').describe('User who may read the source tables'),
  MYSQL_PASSWORD: z.string().default('').meta({ secret: true }).describe('Password of that user'),
  MYSQL_DATABASE: z.string().default('pinterest_data').describe('Database of the source tables'),
})

export type EmulatorConfig = Readonly<z.infer<typeof emulatorSettings>>
