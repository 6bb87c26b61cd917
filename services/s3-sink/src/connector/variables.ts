/** Kafka Connect's reference to a variable by its EnvVarConfigProvider: `${env:NAME}`. */
const REFERENCE = /\$\{env:([^}]*)\}/g

/** Configuration values with their references replaced, and the references that nothing stands behind. */
export interface Resolved {
  readonly values: Readonly<Record<string, string>>
  readonly problems: readonly string[]
}

/** Replaces `${env:NAME}` in every value by the variable's text. */
export function resolveVariables(
  given: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv,
): Resolved {
  const problems: string[] = []
  const resolve = (key: string, value: string) =>
    value.replaceAll(REFERENCE, (reference, name: string) => {
      const text = env[name]
      if (text === undefined) problems.push(`${key}: ${reference} names a variable that is not set`)
      return text ?? ''
    })
  const values = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, resolve(key, value)]),
  )
  return { values, problems }
}
