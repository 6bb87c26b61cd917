import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createKinesisCaller, type KinesisCallSettings } from '../src/call.ts'

const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

function callerOf(endpoint: string, settings: Partial<KinesisCallSettings> = {}) {
  const caller = createKinesisCaller({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    timeoutMs: 5_000,
    ...settings,
  })
  closing.push(() => caller.close())
  return caller
}

/** A caller of a server of its own. */
async function callerOfServer(listener: RequestListener, settings = {}) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return callerOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base`, settings)
}

describe('a call', () => {
  test('sends the text as it is, JSON or not, signed for its action', async () => {
    const seen: unknown[] = []
    const caller = await callerOfServer((request, response) => {
      const { method, url, headers } = request
      seen.push([method, url, headers['x-amz-target'], headers['content-type']])
      void text(request).then((body) => {
        seen.push(headers.authorization, body)
        response.end()
      })
    })
    await caller.call('PutRecord', '{"Data": 1.10, "é": "')
    expect(seen).toEqual([
      ['POST', '/base', 'Kinesis_20131202.PutRecord', 'application/x-amz-json-1.1'],
      expect.stringMatching(/Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/kinesis\/.*x-amz-target/),
      '{"Data": 1.10, "é": "',
    ])
  })

  test('gives the bytes of the answer as they came, an error of Kinesis too', async () => {
    const body = Buffer.from('{ "__type":"é", "n":1.10}')
    const caller = await callerOfServer((request, response) => {
      request.resume()
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(body)
    })
    expect(await caller.call('ListStreams', '{}')).toEqual({
      status: 400,
      body,
      contentType: 'application/x-amz-json-1.1',
    })
  })

  test('keeps its connection for the next', async () => {
    const ports = new Set<number | undefined>()
    const caller = await callerOfServer((request, response) => {
      ports.add(request.socket.remotePort)
      request.resume().on('end', () => response.end())
    })
    for (let n = 0; n < 3; n++) await caller.call('ListStreams', '{}')
    expect(ports.size).toBe(1)
  })
})

describe('a call without a whole answer', () => {
  test('was not sent where nothing listens', async () => {
    for (const host of ['127.0.0.1', 'localhost'])
      await expect(callerOf(`http://${host}:9`).call('ListStreams', '{}')).rejects.toMatchObject({
        code: 'KINESIS_UNAVAILABLE',
        retriable: true,
      })
  })

  test('was not sent without usable credentials', async () => {
    const credentials = { accessKeyId: undefined as never, secretAccessKey: 'x' }
    const caller = callerOf('http://127.0.0.1:9', { credentials })
    await expect(caller.call('ListStreams', '{}')).rejects.toMatchObject({
      code: 'KINESIS_ACCESS_DENIED',
    })
  })

  test.each<[string, RequestListener]>([
    ['does not answer', () => {}],
    ['stops in the middle of its answer', (_request, response) => void response.write('{')],
  ])('is late where the server %s', async (_name, listener) => {
    const caller = await callerOfServer(listener, { timeoutMs: 100 })
    await expect(caller.call('PutRecord', '{}')).rejects.toMatchObject({ code: 'KINESIS_TIMEOUT' })
  })

  test.each<[string, RequestListener]>([
    ['breaks before the answer', (request) => void request.socket.destroy()],
    [
      'breaks in the middle of the answer',
      (request, response) => void response.write('{', () => request.socket.destroy()),
    ],
  ])('has an unknown outcome where the connection %s', async (_name, listener) => {
    const caller = await callerOfServer(listener)
    await expect(caller.call('PutRecord', '{}')).rejects.toMatchObject({
      code: 'KINESIS_OUTCOME_UNKNOWN',
    })
  })

  test('has an unknown outcome where the caller gives up', async () => {
    const stop = new AbortController()
    const caller = await callerOfServer(() => stop.abort())
    await expect(caller.call('PutRecord', '{}', stop.signal)).rejects.toMatchObject({
      code: 'KINESIS_OUTCOME_UNKNOWN',
    })
  })
})
