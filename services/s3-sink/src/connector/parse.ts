import { ConfigError } from '@pinpipe/runtime'
import { z } from 'zod'
import { type Connector, crossProblems, toConnector } from './connector.ts'
import { badJsonPlace } from './json-place.ts'
import { idleKeys, idlePrefixes, offKeys, refusedPrefixes } from './other-keys.ts'
import { usedKeys } from './used-keys.ts'
import { resolveVariables } from './variables.ts'

/** A connector configuration that can be run, and what the operator is told about keys without effect. */
export interface ParsedConnector {
  readonly connector: Connector
  readonly notes: readonly string[]
}

/**
 * Reads the Confluent S3 sink connector's flat JSON configuration.
 * @param env what `${env:NAME}` in a value refers to
 * @throws {ConfigError} that lists every problem at once; values of secret keys are not in it.
 */
export function parseConnector(text: string, env: NodeJS.ProcessEnv = {}): ParsedConnector {
  const { values: given, problems: unresolved } = resolveVariables(readFlatJson(text), env)
  const known = z.object(usedKeys)
  const others = Object.entries(given).filter(([key]) => !(key in usedKeys))
  const used = known.safeParse(
    Object.fromEntries(Object.entries(given).filter(([key]) => key in usedKeys)),
  )
  const problems = [
    ...unresolved,
    ...(used.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []),
    ...others.flatMap(([key, value]) => problemOf(key, value)),
    ...crossProblems(used.data ?? rightKeys(given)),
  ]
  if (!used.success || problems.length > 0) throw new ConfigError(problems)
  const notes = others.flatMap(([key]) => {
    const why = idleReason(key)
    return why ? [`${key} changes nothing here: ${why}`] : []
  })
  return { connector: toConnector(used.data), notes }
}

/** The keys whose values are right, each for itself. */
function rightKeys(given: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(usedKeys).flatMap(([key, schema]) => {
      const { success, data } = schema.safeParse(given[key])
      return success ? [[key, data]] : []
    }),
  )
}

function readFlatJson(text: string): Record<string, string> {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new ConfigError([`not valid JSON from ${badJsonPlace(text)} on`])
  }
  const flat = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).safeParse(given)
  if (!flat.success)
    throw new ConfigError([
      'must be one flat JSON object of connector keys, with texts, numbers or booleans as values',
    ])
  return Object.fromEntries(Object.entries(flat.data).map(([key, value]) => [key, String(value)]))
}

function problemOf(key: string, value: string): string[] {
  const off = offKeys[key]
  if (off)
    return off.includes(value) ? [] : [`${key}: is not supported yet; leave it ${offText(off)}`]
  if (refusedPrefixes.some((prefix) => key.startsWith(prefix)))
    return [`${key}: transforms and predicates are not supported`]
  return idleReason(key) ? [] : [`${key}: is no key of the S3 sink connector`]
}

const offText = ([off]: readonly string[]) => (off === '' ? 'out' : `out, or ${off}`)

function idleReason(key: string): string | undefined {
  if (key in offKeys) return undefined
  const prefix = Object.keys(idlePrefixes).find((start) => key.startsWith(start))
  return idleKeys[key] ?? (prefix && idlePrefixes[prefix])
}
