import { CodedError } from '@pinpipe/runtime'

/** Why a stack operation failed; each message says what to do. */
export type StackErrorCode =
  | 'DOCKER_FAILED'
  | 'PREREQUISITES_MISSING'
  | 'SETTING_INVALID'
  | 'SETUP_FAILED'
  | 'PORT_IN_USE'
  | 'FOLDER_IN_USE'
  | 'START_FAILED'
  | 'WAIT_TIMED_OUT'

/** A failed set-up, start or wait. */
export class StackError extends CodedError<StackErrorCode> {}
