import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'

interface Queue {
  push(request: object): void
  fulfillRequest(response: object): void
  maybeThrottle(ms: number): void
}

const silent = { debug() {}, warn() {} }

function build(maxInFlightRequests: number | null = null): Queue {
  return new RequestQueue({
    maxInFlightRequests,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    clientId: 'test',
    broker: 'test:1',
    logger: silent,
  }) as Queue
}

function request(correlationId: number, sent: number[]) {
  const entry = { apiKey: 0, apiName: 'x', apiVersion: 0, correlationId, resolve() {}, reject() {} }
  return { entry, expectResponse: true, sendRequest: () => sent.push(correlationId) }
}

describe("kafkajs' request queue, patched", () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  test('wakes up not once while it is idle', () => {
    const queue = build()
    const timers = jest.spyOn(globalThis, 'setTimeout')
    queue.push(request(1, []))
    queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 })
    jest.advanceTimersByTime(60_000)
    expect(timers).not.toHaveBeenCalled()
    expect(jest.getTimerCount()).toBe(0)
  })

  test('still sends what a throttle held back, when the throttle ends', () => {
    const queue = build()
    const sent: number[] = []
    queue.maybeThrottle(500)
    queue.push(request(1, sent))
    jest.advanceTimersByTime(499)
    expect(sent).toEqual([])
    jest.advanceTimersByTime(2)
    expect(sent).toEqual([1])
    expect(jest.getTimerCount()).toBe(0)
  })

  test('still sends what waited for an answer', () => {
    const queue = build(1)
    const sent: number[] = []
    queue.push(request(1, sent))
    queue.push(request(2, sent))
    queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 })
    expect(sent).toEqual([1, 2])
  })
})
