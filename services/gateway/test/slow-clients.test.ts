import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { ByteBudget } from '@pinpipe/delivery'
import type { AppParts } from '../src/app.ts'
import { fakeGateway, until } from './support/fake-cluster.ts'

const running: { close(): unknown }[] = []

afterEach(async () => {
  for (const each of running.splice(0)) await each.close()
})

/** The gateway on a port; a client's head says `length` bytes, or chunks where there is none. */
async function listening(options: Partial<AppParts>) {
  const { app, cluster, events } = fakeGateway(options)
  await app.listen({ port: 0, host: '127.0.0.1' })
  running.push(app)
  const { port } = app.server.address() as AddressInfo
  const begin = (length?: number): Socket => {
    const socket = connect(port, '127.0.0.1')
    running.unshift({ close: () => socket.destroy() })
    const body = length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`
    socket.write(
      `POST /topics/t HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.kafka.json.v2+json\r\n${body}\r\n\r\n`,
    )
    return socket
  }
  return { begin, cluster, events }
}

async function answerOf(socket: Socket): Promise<string> {
  const [bytes] = await once(socket, 'data')
  return (bytes as Buffer).toString().split('\r\n', 1)[0] ?? ''
}

test('a client that does not send its body in time is answered 408 and cut off', async () => {
  const { begin } = await listening({ requestTimeoutMs: 1_000 })
  const socket = begin(100)
  const closed = once(socket, 'close')
  expect(await answerOf(socket)).toContain('408')
  await closed
})

test('clients that have sent nothing yet take no room from others', async () => {
  const { begin, cluster } = await listening({
    budget: new ByteBudget(20_000),
    bodyLimitBytes: 10_000,
  })
  for (let silent = 0; silent < 10; silent++) begin(silent % 2 === 0 ? undefined : 9_000)
  const body = '{"records":[{"value":1}]}'
  const socket = begin(body.length)
  socket.write(body)
  expect(await answerOf(socket)).toContain('200')
  expect(cluster.produced).toHaveLength(1)
})

test('a client that goes away before its answer is counted too', async () => {
  const { begin, cluster, events } = await listening({})
  const gate = Promise.withResolvers<void>()
  cluster.gate = gate.promise
  const body = '{"records":[{"value":1}]}'
  const socket = begin(body.length)
  socket.write(body)
  await until(() => cluster.produced.length === 1)
  socket.destroy()
  await until(() => events.answered.length === 1)
  expect(events.answered).toMatchObject([{ method: 'POST', route: '/topics/:topic', status: 499 }])
  gate.resolve()
})
