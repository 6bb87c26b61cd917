export { type Backoff, fullJitter } from './backoff.ts'
export { ByteBudget } from './byte-budget.ts'
export {
  type RetryDecision,
  type RetryOptions,
  type RetryPolicy,
  systemTiming,
  type Timing,
  withRetry,
} from './retry.ts'
export { isThrottle } from './throttle.ts'
