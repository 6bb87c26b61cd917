import { setting } from '@pinpipe/runtime'
import { z } from 'zod'

/** Settings of every service that talks to Kafka; spread into its config schema. */
export const kafkaSettings = {
  KAFKA_BROKERS: setting
    .list(['127.0.0.1:9092'])
    .describe('Addresses of one or more brokers, host:port, comma-separated'),
  KAFKA_SSL: setting.flag(false).describe('Talk TLS to the brokers'),
  KAFKA_SASL_MECHANISM: z
    .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
    .optional()
    .describe('How to log in at the brokers; not set: no login'),
  KAFKA_SASL_USERNAME: z.string().default('').describe('User name for SASL'),
  KAFKA_SASL_PASSWORD: z.string().default('').meta({ secret: true }).describe('Password for SASL'),
} as const

/** What `kafkaSettings` yields once parsed. */
export type KafkaSettings = z.infer<z.ZodObject<typeof kafkaSettings>>
