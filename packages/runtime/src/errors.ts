/**
 * An error that code can branch on: `code` comes from a closed list of its owner, `retriable` says
 * whether the same call may succeed later, `facts` are low-cardinality values for the log.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code
  readonly retriable: boolean
  readonly facts: Readonly<Record<string, unknown>>

  constructor(
    code: Code,
    message: string,
    options: { cause?: unknown; retriable?: boolean; facts?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.retriable = options.retriable ?? false
    this.facts = options.facts ?? {}
  }
}

/** Finds the first error of `type` in the chain of causes, `error` itself included. */
export function findCause<T>(
  error: unknown,
  type: abstract new (...args: never[]) => T,
): T | undefined {
  for (let at = error, depth = 0; at !== undefined && depth < 20; depth++) {
    if (at instanceof type) return at
    at = at instanceof Error ? at.cause : undefined
  }
  return undefined
}
