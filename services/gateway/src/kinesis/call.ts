import { type KinesisAnswer, type KinesisCaller, KinesisError } from '@pinpipe/kinesis'
import { errorTypeOf, type ProxyAnswer, recordResults } from './answer.ts'
import type { ProxiedCall, ProxyEvents } from './events.ts'
import type { ProxyMode } from './mode.ts'
import type { ProxyAction, ProxyRequest } from './request.ts'

/** What the proxy is made of. */
export interface ProxyPorts {
  readonly caller: Pick<KinesisCaller, 'call'>
  readonly mode: ProxyMode
  readonly events: Pick<ProxyEvents, 'called'>
}

/**
 * Request → body for Kinesis → call → answer.
 * @throws {RestError} for a request that cannot be used, and for a call without an answer.
 */
export async function proxy(
  { caller, mode, events }: ProxyPorts,
  route: Pick<ProxiedCall, 'method' | 'route'>,
  action: ProxyAction,
  request: ProxyRequest,
): Promise<ProxyAnswer> {
  const body = mode.bodies[action](request)
  try {
    const answer = await caller.call(action, body)
    const code = errorTypeOf(answer) ?? 'ok'
    events.called({ ...route, code, records: recordsOf(action, answer) })
    return mode.answer(action, answer)
  } catch (error) {
    if (!(error instanceof KinesisError)) throw error
    events.called({ ...route, code: error.code, records: new Map() })
    throw mode.failure(error)
  }
}

function recordsOf(action: ProxyAction, answer: KinesisAnswer): Map<string, number> {
  const counts = new Map<string, number>()
  if (answer.status >= 400) return counts
  if (action === 'PutRecord') counts.set('ok', 1)
  if (action === 'PutRecords')
    for (const { ErrorCode: code = 'ok' } of recordResults(answer))
      counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}
