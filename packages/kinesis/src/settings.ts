import { z } from 'zod'

/** Settings of every service that talks to Kinesis; spread into its config schema. */
export const kinesisSettings = {
  KINESIS_ENDPOINT: z.string().optional().describe('Kinesis endpoint, where it is not AWS itself'),
  AWS_REGION: z.string().default('us-east-1').describe('Region of the streams'),
} as const

/** What `kinesisSettings` yields once parsed. */
export type KinesisSettings = z.infer<z.ZodObject<typeof kinesisSettings>>
