import type { Outcome } from '@pinpipe/kafka'
import { recordErrorCodes } from './errors.ts'
import { recordErrorCode } from './kafka-errors.ts'

/** The answer to a produce request: one entry per record in request order, nulls written out. */
export function renderOutcomes(outcomes: readonly Outcome[]): { status: number; body: string } {
  let status = 200
  const entries = outcomes.map((outcome) => {
    if (!('error' in outcome))
      return `{"partition":${outcome.partition},"offset":${outcome.offset},"error_code":null,"error":null}`
    const code = recordErrorCode(outcome.error)
    status = Math.max(status, STATUS_BY_CODE.get(code) ?? 200)
    const text = JSON.stringify(outcome.error.message)
    return `{"partition":null,"offset":null,"error_code":${code},"error":${text}}`
  })
  const body = `{"offsets":[${entries.join(',')}],"key_schema_id":null,"value_schema_id":null}`
  return { status, body }
}

/** Refused records change the whole answer's status; records that Kafka failed to store do not. */
const STATUS_BY_CODE = new Map<number, number>([
  [recordErrorCodes.unauthenticated, 401],
  [recordErrorCodes.unauthorized, 403],
])
