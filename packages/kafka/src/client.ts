import type { Logger } from '@pinpipe/runtime'
import { Kafka, type KafkaConfig, type SASLOptions } from 'kafkajs'
import { registerCodecs } from './codecs.ts'
import { kafkaLogLevel, pinoLogCreator } from './log.ts'
import type { KafkaSettings } from './settings.ts'

/** What a connection needs besides the settings. */
export interface ClientOptions {
  /** Name that the broker's logs and quotas show, e.g. `pinpipe-gateway`. */
  readonly clientId: string
  readonly logger: Logger
  /** Milliseconds that a request may take. Default 30,000. */
  readonly requestTimeoutMs?: number
}

const CONNECTION_TIMEOUT_MS = 3_000
const REQUEST_TIMEOUT_MS = 30_000

/** kafkajs' own retries, for its consumer and admin; given in full because its defaults vary with NODE_ENV. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 5_000, factor: 0.2, multiplier: 2, retries: 5 }

/** kafkajs' configuration from our settings. */
export function clientConfig(settings: KafkaSettings, options: ClientOptions): KafkaConfig {
  const sasl = saslOptions(settings)
  return {
    clientId: options.clientId,
    brokers: [...settings.KAFKA_BROKERS],
    ssl: settings.KAFKA_SSL,
    ...(sasl && { sasl }),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: kafkaLogLevel(options.logger),
    logCreator: pinoLogCreator(options.logger),
  }
}

/** A kafkajs client with every codec registered; nothing connects yet. For use inside this package. */
export function createClient(settings: KafkaSettings, options: ClientOptions): Kafka {
  registerCodecs()
  return new Kafka(clientConfig(settings, options))
}

function saslOptions(settings: KafkaSettings): SASLOptions | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism } = settings
  if (mechanism === undefined) return undefined
  return {
    mechanism,
    username: settings.KAFKA_SASL_USERNAME,
    password: settings.KAFKA_SASL_PASSWORD,
  } as SASLOptions
}
