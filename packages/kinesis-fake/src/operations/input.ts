import { ServiceError } from '../core/errors.ts'
import { HASH_KEYS } from '../core/hash-range.ts'

/** A request's members, unchecked. */
export type Input = Readonly<Record<string, unknown>>

/** A constraint of the API's model that the request does not meet. */
export const invalid = (member: string, rule: string) =>
  new ServiceError('ValidationException', `Value at '${member}' must ${rule}.`)

/** @throws {ServiceError} for another type than text. */
export function optionalText(input: Input, member: string): string | undefined {
  const value = input[member] ?? undefined
  if (value === undefined || typeof value === 'string') return value
  throw new ServiceError('SerializationException', `${member} must be a string.`)
}

/** @throws {ServiceError} where the member is missing or empty. */
export function requiredText(input: Input, member: string): string {
  const value = optionalText(input, member)
  if (!value) throw invalid(member, 'not be null or empty')
  return value
}

/** Bounds of an integer, both allowed, and what is taken where there is none. */
export interface IntegerRule {
  readonly min: number
  readonly max: number
  readonly default?: number
}

/** @throws {ServiceError} where the member is no integer of the rule, or missing without a default. */
export function integer(input: Input, member: string, rule: IntegerRule): number {
  const value = input[member] ?? rule.default
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw invalid(member, 'be an integer and not null')
  if (value >= rule.min && value <= rule.max) return value
  throw invalid(member, `be from ${rule.min} to ${rule.max}`)
}

/**
 * Epoch seconds with a fraction, as the protocol writes a timestamp, in milliseconds.
 * @throws {ServiceError} where the member is missing or no number.
 */
export function timestampMs(input: Input, member: string): number {
  const value = input[member]
  if (typeof value === 'number') return Math.round(value * 1000)
  throw new ServiceError('InvalidArgumentException', `${member} must be given, in epoch seconds.`)
}

/**
 * The name of the stream that StreamName or StreamARN tells.
 * @throws {ServiceError} where neither does.
 */
export function streamNameOf(input: Input): string {
  const name = optionalStreamName(input)
  if (name === undefined)
    throw new ServiceError('InvalidArgumentException', 'Give either StreamName or StreamARN.')
  if (/^[\w.-]{1,128}$/.test(name)) return name
  throw invalid('streamName', 'have 1 to 128 letters, digits, and _ . -')
}

/** As `streamNameOf`, undefined where there is none. */
export function optionalStreamName(input: Input): string | undefined {
  return (
    optionalText(input, 'StreamName') ??
    optionalText(input, 'StreamARN')?.replace(/^.*:stream\//, '')
  )
}

/** @throws {ServiceError} for what is no decimal of 0 … 2^128-1. */
export function hashKey(text: string, member: string): bigint {
  const key = /^(0|[1-9]\d{0,38})$/.test(text) ? BigInt(text) : HASH_KEYS
  if (key < HASH_KEYS) return key
  const message = `${member} must be in the range [0, 2^128-1]. It is ${text}.`
  throw new ServiceError('InvalidArgumentException', message)
}
