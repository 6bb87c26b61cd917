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
