import { ConfigError } from '@pinpipe/runtime'
import { z } from 'zod'

/** Largest number that a count takes. */
const MOST = 10_000_000

const perSecond = z
  .string()
  .refine(
    (text) => /^\d+(\.\d+)?(\/s)?$/.test(text) && Number.parseFloat(text) > 0,
    'must be N/s, more than 0',
  )

/** Building blocks for the flags of a command: each reads the text that was given. */
export const flag = {
  /** A whole number, 1 to 10,000,000. */
  count: z.coerce
    .number(`must be a whole number from 1 to ${MOST}`)
    .refine(
      (count) => Number.isInteger(count) && count >= 1 && count <= MOST,
      `must be a whole number from 1 to ${MOST}`,
    ),
  /** `N/s`; the `/s` may be left out. */
  perSecond,
  /** A rate, or the word `original`. */
  rate: z.literal('original').or(perSecond),
  /** Given or not. */
  given: z.boolean(),
} as const

/**
 * Reads what commander took from the command line.
 * @throws {ConfigError} that lists every problem, each flag by its name
 */
export function readFlags<Flags>(schema: z.ZodType<Flags>, given: unknown): Flags {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  throw new ConfigError(
    read.error.issues.map((issue) => `--${issue.path.join('.')}: ${messageOf(issue)}`),
  )
}

/** Of alternatives, the last one says most. */
function messageOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_union'
    ? (issue.errors.at(-1)?.[0]?.message ?? issue.message)
    : issue.message
}

/** Runs both readers. @throws {ConfigError} with the problems of both */
export function readBoth<A, B>(readA: () => A, readB: () => B): [A, B] {
  const [a, b] = [attempt(readA), attempt(readB)]
  if ('value' in a && 'value' in b) return [a.value, b.value]
  throw new ConfigError([a, b].flatMap((tried) => ('value' in tried ? [] : tried.problems)))
}

function attempt<T>(read: () => T): { readonly value: T } | Pick<ConfigError, 'problems'> {
  try {
    return { value: read() }
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}
