import { setTimeout as sleep } from 'node:timers/promises'
import { ServiceError } from './core/errors.ts'
import type { Streams } from './core/streams.ts'
import type { Fault, Faults } from './faults.ts'
import type { Answer } from './http-server.ts'
import { type Action, isAction, operations } from './operations/index.ts'
import type { Input } from './operations/input.ts'
import type { Operation, RecordFault } from './operations/operation.ts'

/** What answering takes. */
export interface ResponderParts {
  readonly streams: Streams
  readonly faults: Faults
  /** Epoch milliseconds, never back. */
  readonly nowMs: () => number
}

/** Answers an action (the part of X-Amz-Target after the dot) with its JSON body; never rejects. */
export async function respond(
  action: string,
  body: string,
  parts: ResponderParts,
): Promise<Answer> {
  try {
    if (!isAction(action))
      throw new ServiceError('UnknownOperationException', `This fake has no action "${action}".`)
    const input = parse(body)
    const faults = parts.faults.meet(action, input)
    return faults.length === 0
      ? run(action, input, parts)
      : await fail(action, input, faults, parts)
  } catch (error) {
    return errorAnswer(error)
  }
}

async function fail(action: Action, input: Input, faults: Fault[], parts: ResponderParts) {
  const delayMs = faults.reduce((sum, fault) => sum + (fault.delayMs ?? 0), 0)
  // Without a reference, so that a delay does not keep a process that has stopped the fake.
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false })
  if (faults.some(({ cut }) => cut === 'before')) return 'cut'
  const error = faults.find((fault) => fault.error !== undefined)?.error
  if (error) throw new ServiceError(error, 'Injected into this fake.')
  const recordFault: RecordFault = (record) =>
    faults.map((fault) => fault.record?.(record)).find((code) => code !== undefined)
  const answer = run(action, input, parts, recordFault)
  return faults.some(({ cut }) => cut === 'after') ? 'cut' : answer
}

function run(
  action: Action,
  input: Input,
  { streams, nowMs }: ResponderParts,
  recordFault: RecordFault = () => undefined,
): Answer {
  const operation: Operation = operations[action]
  const output = operation(input, { streams, nowMs: nowMs(), recordFault })
  return { status: 200, body: output === undefined ? '' : JSON.stringify(output) }
}

function parse(body: string): Input {
  let input: unknown
  try {
    input = JSON.parse(body)
  } catch {
    // The same answer as for JSON that is no object.
  }
  if (typeof input === 'object' && input !== null) return input as Input
  throw new ServiceError('SerializationException', 'The body must be a JSON object.')
}

function errorAnswer(error: unknown): Answer {
  const known =
    error instanceof ServiceError ? error : new ServiceError('InternalFailure', String(error))
  const body = JSON.stringify({ __type: known.code, message: known.message })
  return { status: known.status, body }
}
