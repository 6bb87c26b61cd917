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

/**
 * Reads a service's settings. The keys of `schema` are the names of the environment variables; an
 * empty variable counts as not set, so that a default applies.
 * @throws {ConfigError} that lists every problem at once.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: NodeJS.ProcessEnv,
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const given = Object.keys(schema.shape)
    .map((name) => [name, env[name]] as const)
    .filter(([, value]) => value !== undefined && value !== '')
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (parsed.success) return Object.freeze(parsed.data)
  throw new ConfigError(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  )
}

const TRUE = new Set(['true', '1', 'yes', 'on'])
const FALSE = new Set(['false', '0', 'no', 'off'])

/** Building blocks for settings: each reads the text of an environment variable. */
export const setting = {
  /** A TCP port, 1 to 65535. */
  port: (fallback: number) =>
    z.coerce.number('must be a number').int().min(1).max(65535).default(fallback),
  /** A whole number between `min` and `max`, both included. */
  int: (fallback: number, min = 0, max = Number.MAX_SAFE_INTEGER) =>
    z.coerce.number('must be a number').int().min(min).max(max).default(fallback),
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
  LOG_FORMAT: z
    .enum(['auto', 'json', 'pretty'])
    .default('auto')
    .describe('One JSON object a line, or text for people; auto: pretty on a terminal'),
  ADMIN_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address that /livez, /readyz and /metrics listen on'),
} as const
