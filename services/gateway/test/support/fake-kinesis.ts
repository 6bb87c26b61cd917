import type { KinesisAnswer, KinesisError } from '@pinpipe/kinesis'
import type { ProxiedCall } from '../../src/kinesis/events.ts'
import { proxyModes } from '../../src/kinesis/mode.ts'
import { type ProxyRequest, paramsOf } from '../../src/kinesis/request.ts'
import { fakeGateway } from './fake-cluster.ts'

export const KINESIS_TYPE = 'application/x-amz-json-1.1'

/** An answer of Kinesis. */
export const kinesisAnswer = (body: string, status = 200): KinesisAnswer => ({
  status,
  body: Buffer.from(body),
  contentType: KINESIS_TYPE,
})

/** A request as the body builders get it. */
export const proxyRequest = (
  body: string,
  { path = { 'stream-name': 's' }, query = {}, headers = {}, encoded = false } = {},
): ProxyRequest => ({ param: paramsOf(path, query, headers), body: Buffer.from(body), encoded })

/** The gateway with its Kinesis proxy over a Kinesis that answers as it is told. */
export function fakeProxy(mode: keyof typeof proxyModes, options = {}) {
  const kinesis = {
    calls: [] as [action: string, body: string][],
    answer: kinesisAnswer('{}'),
    /** Thrown by every call while set. */
    down: undefined as KinesisError | undefined,
    call: async (action: string, body: string) => {
      kinesis.calls.push([action, body])
      if (kinesis.down) throw kinesis.down
      return kinesis.answer
    },
  }
  const called: ProxiedCall[] = []
  const events = { called: (call: ProxiedCall) => void called.push(call) }
  const gateway = fakeGateway({
    kinesis: { caller: kinesis, mode: proxyModes[mode], events },
    ...options,
  })
  const send = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD',
    url: string,
    payload?: string | Buffer,
    headers: Record<string, string> = {},
  ) => gateway.app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  return { ...gateway, kinesis, called, send }
}
