import type { KinesisAnswer, KinesisError } from '@pinpipe/kinesis'
import { RestError } from '../errors.ts'
import { JSON_TYPE, type ProxyAnswer } from './answer.ts'
import type { ProxyAction } from './request.ts'

/**
 * Passes the body on as it came. All methods have the one response 200, whatever Kinesis' status; only
 * DELETE tells errors apart, and shows Kinesis' content type.
 */
export function tutorialAnswer(action: ProxyAction, answer: KinesisAnswer): ProxyAnswer {
  const { status, body, contentType = JSON_TYPE } = answer
  if (action !== 'DeleteStream') return { status: 200, contentType: JSON_TYPE, body }
  return { status: DELETE_STATUS.get(Math.floor(status / 100)) ?? 200, contentType, body }
}

/** By the first digit of Kinesis' status. */
const DELETE_STATUS = new Map([
  [4, 400],
  [5, 500],
])

/** API Gateway's own answers for an integration that it cannot reach, or that is late. */
export function tutorialFailure(error: KinesisError): RestError {
  if (error.code === 'KINESIS_TIMEOUT')
    return new RestError('KINESIS_LATE', 'Endpoint request timed out', { cause: error })
  return new RestError('INTEGRATION_FAILED', undefined, { cause: error })
}
