import { CodedError } from '@pinpipe/runtime'

/**
 * What makes a stop fail:
 * - `DRAIN_INCOMPLETE`: records were not stored in time; their offsets are not committed
 */
export const producerErrorCodes = ['DRAIN_INCOMPLETE'] as const

export type ProducerErrorCode = (typeof producerErrorCodes)[number]

/** The error of this service. */
export class ProducerError extends CodedError<ProducerErrorCode> {}
