import type { ByteBudget } from '@pinpipe/delivery'
import { RestError } from './errors.ts'
import type { Check } from './resource.ts'

/** Refuses a body by its announced length, before it is read; one without is counted while it is read. */
export const checkSize =
  (limit: number): Check =>
  ({ headers }) => {
    if (Number(headers['content-length'] ?? 0) > limit) throw new RestError('BODY_TOO_LARGE')
  }

/** Holds room for the body until the answer has gone out; refuses the request where there is none. */
export const reserve =
  (budget: ByteBudget, limit: number): Check =>
  ({ headers }, reply) => {
    const bytes = Number(headers['content-length'] ?? limit)
    if (!budget.take(bytes)) throw new RestError('OVERLOADED')
    reply.raw.once('close', () => budget.give(bytes))
  }
