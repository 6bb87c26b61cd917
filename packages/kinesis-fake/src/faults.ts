import type { ServiceErrorCode } from './core/errors.ts'
import type { Action } from './operations/index.ts'
import { type Input, optionalStreamName } from './operations/input.ts'
import type { RecordFault } from './operations/operation.ts'
import { streamOfToken } from './operations/page-token.ts'

/** What goes wrong with the requests that it meets; several effects add up. */
export interface Fault {
  /** Meets this action only. */
  readonly action?: Action
  /** Meets requests that name this stream, by name, ARN, iterator or page token. */
  readonly stream?: string
  /** Is gone after so many requests. Default: stays until it is removed. */
  readonly times?: number
  /** Real milliseconds before the request is looked at. */
  readonly delayMs?: number
  /** The answer to the whole request; nothing is stored. */
  readonly error?: ServiceErrorCode
  /** Cuts the connection instead of answering, `before` or `after` the request has its effect. */
  readonly cut?: 'before' | 'after'
  /** Fails chosen records of PutRecord and PutRecords; a share of them by a draw inside. */
  readonly record?: RecordFault
}

interface Armed {
  readonly fault: Fault
  left: number
}

/** The faults that are armed, in the order they came. */
export class Faults {
  #armed: Armed[] = []

  /** Arms a fault; the function that it gives removes it. */
  add(fault: Fault): () => void {
    const armed = { fault, left: fault.times ?? Number.POSITIVE_INFINITY }
    this.#armed.push(armed)
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed)
    }
  }

  /** Those that this request meets; it counts for each of them. */
  meet(action: Action, input: Input): Fault[] {
    if (this.#armed.length === 0) return []
    const stream = streamOf(input)
    const met = this.#armed.filter(
      ({ fault }) => (fault.action ?? action) === action && (fault.stream ?? stream) === stream,
    )
    for (const armed of met) armed.left--
    this.#armed = this.#armed.filter(({ left }) => left > 0)
    return met.map(({ fault }) => fault)
  }
}

function streamOf(input: Input): string | undefined {
  const token = input.ShardIterator ?? input.NextToken
  return optionalStreamName(input) ?? (typeof token === 'string' ? streamOfToken(token) : undefined)
}
