import type { KinesisAnswer, KinesisError } from '@pinpipe/kinesis'
import type { RestError } from '../errors.ts'
import type { ProxyAnswer } from './answer.ts'
import type { BodyBuilder, ProxyAction } from './request.ts'
import { strictAnswer, strictFailure } from './strict-answers.ts'
import { strictBodies } from './strict-bodies.ts'
import { tutorialAnswer, tutorialFailure } from './tutorial-answers.ts'
import { tutorialBodies } from './tutorial-bodies.ts'

/** How requests become calls of Kinesis, and its answers those of the proxy. */
export interface ProxyMode {
  readonly bodies: Readonly<Record<ProxyAction, BodyBuilder>>
  answer(action: ProxyAction, answer: KinesisAnswer): ProxyAnswer
  /** The error for a call that has no answer. */
  failure(error: KinesisError): RestError
}

/** Names of the modes. */
export const proxyModeNames = ['tutorial', 'strict'] as const

/** The modes by their names. */
export const proxyModes: Readonly<Record<(typeof proxyModeNames)[number], ProxyMode>> = {
  tutorial: { bodies: tutorialBodies, answer: tutorialAnswer, failure: tutorialFailure },
  strict: { bodies: strictBodies, answer: strictAnswer, failure: strictFailure },
}
