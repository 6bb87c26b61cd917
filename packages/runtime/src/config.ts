import { z } from 'zod'
import { CodedError } from './errors.ts'

/** Settings that are missing or wrong; `problems` names each one. A process that meets it exits with 2. */
export class ConfigError extends CodedError<'CONFIG_INVALID'> {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super('CONFIG_INVALID', `Settings are not usable:\n${problems.map((p) => `  ${p}`).join('\n')}`)
    this.problems = problems
  }
}

/** What could be read of some settings, and what is wrong with the others. */
export interface SettingsRead<Settings> {
  readonly values: Partial<Settings>
  readonly problems: readonly string[]
}

/**
 * Reads settings one by one. The keys of `schema` are the names of the environment variables; an empty
 * variable counts as not set, so that a default applies.
 */
export function readSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Readonly<Record<string, unknown>>,
): SettingsRead<z.infer<z.ZodObject<Shape>>> {
  const problems: string[] = []
  const read = Object.entries(schema.shape).flatMap(([name, field]) => {
    const given = env[name] === '' ? undefined : env[name]
    const { success, data, error } = (field as z.ZodType).safeParse(given)
    if (success) return data === undefined ? [] : [[name, data] as const]
    problems.push(...error.issues.map((issue) => `${name}: ${messageOf(issue)}`))
    return []
  })
  return { values: Object.fromEntries(read) as z.infer<z.ZodObject<Shape>>, problems }
}

/** Of alternatives, the last one says most. */
function messageOf(issue: z.core.$ZodIssue): string {
  const last = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined
  return last?.message ?? issue.message
}

/**
 * Reads a service's settings.
 * @throws {ConfigError} that lists every problem at once.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: NodeJS.ProcessEnv,
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const { values, problems } = readSettings(schema, env)
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(values as z.infer<z.ZodObject<Shape>>)
}

const TRUE = new Set(['true', '1', 'yes', 'on'])
const FALSE = new Set(['false', '0', 'no', 'off'])

function wholeNumber(min: number, max: number) {
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`
  return z.coerce.number(`must be a whole number ${range}`).int().min(min).max(max)
}

/** Building blocks for settings: each reads the text of an environment variable. */
export const setting = {
  /** A TCP port, 1 to 65535. */
  port: (fallback: number) => wholeNumber(1, 65535).default(fallback),
  /** A whole number between `min` and `max`, both included. */
  int: (fallback: number, min = 0, max = Number.MAX_SAFE_INTEGER) =>
    wholeNumber(min, max).default(fallback),
  /** true/false, 1/0, yes/no, on/off. */
  flag: (fallback: boolean) =>
    z
      .string()
      .transform((text, context) => {
        const word = text.toLowerCase()
        if (TRUE.has(word)) return true
        if (FALSE.has(word)) return false
        context.addIssue({ code: 'custom', message: `"${text}" is neither true nor false` })
        return z.NEVER
      })
      .default(fallback),
  /** Comma-separated words; blanks around them are dropped. */
  list: (fallback: readonly string[]) =>
    z
      .string()
      .transform((text) =>
        text
          .split(',')
          .map((word) => word.trim())
          .filter((word) => word !== ''),
      )
      .default([...fallback]),
} as const

/** How a process logs: one JSON object a line, or text for people. */
export const logFormat = z.enum(['auto', 'json', 'pretty']).default('auto')

/** Settings that every service has. */
export const processSettings = {
  PIPELINE_ID: z
    .string()
    .regex(/^[0-9a-f]{12}$/, 'must be 12 hex digits')
    .default('0a1b2c3d4e5f')
    .describe("The deployment's user id, 12 hex digits; part of topic, stream and bucket names"),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Lowest level that is logged'),
  LOG_FORMAT: logFormat.describe(
    'One JSON object a line, or text for people; auto: pretty on a terminal',
  ),
  ADMIN_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that /livez, /readyz and /metrics listen on'),
} as const
