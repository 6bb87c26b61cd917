import { isThrottle } from '@pinpipe/delivery'
import type { KinesisAnswer, KinesisError } from '@pinpipe/kinesis'
import { RestError } from '../errors.ts'
import { errorTypeOf, JSON_TYPE, type ProxyAnswer, recordResults } from './answer.ts'
import type { ProxyAction } from './request.ts'

/**
 * Passes Kinesis' status and body on, with 404 for an unknown stream and 429 for throttling. A batch
 * of which not every record was stored is a 207: its entries have a `status` each.
 */
export function strictAnswer(action: ProxyAction, answer: KinesisAnswer): ProxyAnswer {
  const error = errorTypeOf(answer)
  const passed = { status: answer.status, contentType: JSON_TYPE, body: answer.body }
  if (error !== undefined) return { ...passed, status: statusOfType(error) ?? answer.status }
  return action === 'PutRecords' ? (partialAnswer(answer) ?? passed) : passed
}

/** The status of an error that has another one here than the 400 that Kinesis gives it. */
function statusOfType(type: string): number | undefined {
  if (isThrottle(type)) return 429
  return type === 'ResourceNotFoundException' ? 404 : undefined
}

function partialAnswer(answer: KinesisAnswer): ProxyAnswer | undefined {
  const entries = recordResults(answer).map((entry) => ({ status: statusOf(entry), ...entry }))
  const failed = entries.filter(({ status }) => status !== 200).length
  if (failed === 0) return undefined
  const body = Buffer.from(JSON.stringify({ FailedRecordCount: failed, Records: entries }))
  return { status: 207, contentType: JSON_TYPE, body }
}

/** Of a record that failed for another reason than throttling, Kinesis says InternalFailure. */
const statusOf = ({ ErrorCode: error }: { readonly ErrorCode?: string }): number =>
  error === undefined ? 200 : (statusOfType(error) ?? 500)

/** 503 where nothing was sent; 504 where the call may have taken effect all the same. */
export function strictFailure(error: KinesisError): RestError {
  const code = error.outcomeUnknown ? 'KINESIS_LATE' : 'KINESIS_UNAVAILABLE'
  return new RestError(code, error.message, { cause: error })
}
