import { z } from 'zod'

/** Why a setting is refused that holds one. */
export const NO_SECRETS = 'the bucket is no place for secrets'

const newCluster = z.looseObject(
  { spark_version: z.string('must have a spark_version') },
  'must be a JSON object',
)

/** Names of what is a secret: `AWS_SECRET_ACCESS_KEY`, `spark.hadoop.fs.s3a.secret.key`, `password`. */
const SECRET = /SECRET|KEY|TOKEN|PASSWORD|PASSWD|PWD|CREDENTIAL/i
/** An ARN and a class are none: `kms_key`, `spark.hadoop.fs.s3a.aws.credentials.provider`. */
const NO_SECRET = /PUBLIC_KEY|^kms_key$|credentials\.provider$/i

/** A URL with a password: `jdbc:mysql://user:password@host/database`. */
const LOGIN = /\/\/[^/\s:@]*:[^/\s@]+@/

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
  return textsOf('', data)
    .filter(looksSecret)
    .map(({ path }) => `${path} must be {{secrets/SCOPE/KEY}}: ${NO_SECRETS}`)
}

interface NamedText {
  readonly path: string
  readonly name: string
  readonly text: string
}

function looksSecret({ name, text }: NamedText): boolean {
  if (REFERENCE.test(text)) return false
  return (SECRET.test(name) && !NO_SECRET.test(name)) || LOGIN.test(text)
}

/** All texts within a value, with where they are and the name they have there. */
function textsOf(path: string, value: unknown, name = ''): NamedText[] {
  if (typeof value === 'string') return [{ path, name, text: value }]
  if (Array.isArray(value)) return value.flatMap((each) => textsOf(path, each, name))
  return Object.entries(value ?? {}).flatMap(([key, each]) =>
    textsOf(path === '' ? key : `${path}.${key}`, each, key),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
