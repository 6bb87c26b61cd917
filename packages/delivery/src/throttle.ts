/** Kinesis' names first, then those that any service of AWS, or what stands before it, may use. */
const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KMSThrottlingException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
])

/**
 * Whether an error says that a limit was met: nothing was done, and the same may be asked again later.
 * @param type the error's name, without a name space
 */
export const isThrottle = (type: string): boolean => THROTTLES.has(type)
