import { ConfigError, readSettings } from '@pinpipe/runtime'
import { type Config, configSchema } from './config.ts'
import { type Route, type RouteSettings, readRoutes } from './routes.ts'

/** Everything that a producer is told. */
export interface ProducerConfig {
  readonly config: Config
  readonly routes: readonly Route[]
}

/**
 * Reads the settings and what they say of topics, streams and keys.
 * @throws {ConfigError} that lists every problem at once
 */
export function readProducerConfig(env: NodeJS.ProcessEnv): ProducerConfig {
  const { values, problems } = readSettings(configSchema, env)
  const read = isComplete(values) ? readRoutes(values) : { routes: [], problems: [] }
  const all = [...problems, ...read.problems]
  if (all.length > 0) throw new ConfigError(all)
  return { config: Object.freeze(values as Config), routes: read.routes }
}

/** A setting that cannot be read says so by itself. */
const isComplete = (values: Partial<Config>): values is Partial<Config> & RouteSettings =>
  values.PIPELINE_ID !== undefined && values.KINESIS_PRODUCER_ALLOW_CONSTANT_KEY !== undefined
