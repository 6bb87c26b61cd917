import { readFile } from 'node:fs/promises'
import { ConfigError, readSettings } from '@pinpipe/runtime'
import { type Config, configSchema } from './config.ts'
import { type ParsedConnector, parseConnector } from './connector/parse.ts'

/** Everything that a sink is told. */
export interface SinkConfig extends ParsedConnector {
  readonly config: Config
}

/**
 * Reads the settings and the connector configuration that they name.
 * @throws {ConfigError} that lists the problems of both
 */
export async function readSinkConfig(env: NodeJS.ProcessEnv): Promise<SinkConfig> {
  const { values, problems } = readSettings(configSchema, env)
  const { S3_SINK_CONFIG: file, PIPELINE_ID } = values
  const parsed = file && (await readConnector(file, { ...env, PIPELINE_ID }))
  if (problems.length > 0 || !parsed || 'problems' in parsed) {
    throw new ConfigError([...problems, ...(parsed && 'problems' in parsed ? parsed.problems : [])])
  }
  return { ...parsed, config: Object.freeze(values as Config) }
}

async function readConnector(
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<ParsedConnector | { readonly problems: readonly string[] }> {
  try {
    return parseConnector(await readFile(file, 'utf8'), env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    return { problems: [`S3_SINK_CONFIG: ${(error as Error).message}`] }
  }
}
