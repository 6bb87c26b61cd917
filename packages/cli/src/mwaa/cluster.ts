import { z } from 'zod'

/** Why a setting is refused that holds one. */
export const NO_SECRETS = 'the bucket is no place for secrets'

const newCluster = z.looseObject(
  {
    spark_version: z.string('must have a spark_version'),
    spark_env_vars: z
      .record(z.string(), z.unknown(), 'spark_env_vars must be an object')
      .default({}),
  },
  'must be a JSON object',
)

/** A reference into the secrets of the workspace, which a cluster resolves when it starts. */
const REFERENCE = /^\{\{secrets\/[^/{}]+\/[^/{}]+\}\}$/

/**
 * What is wrong with a `new_cluster` of the Jobs API, which goes into the environment's bucket as it is.
 * @param text JSON
 * @returns one line for each problem
 */
export function clusterProblems(text: string): string[] {
  const { data, error } = newCluster.safeParse(parsed(text))
  if (error) return error.issues.map(({ message }) => message)
  return Object.entries(data.spark_env_vars)
    .filter(([name, value]) => /SECRET|KEY|TOKEN|PASSWORD/i.test(name) && !isReference(value))
    .map(([name]) => `spark_env_vars.${name} must be {{secrets/SCOPE/KEY}}: ${NO_SECRETS}`)
}

const isReference = (value: unknown) => typeof value === 'string' && REFERENCE.test(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
