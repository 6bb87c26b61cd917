import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { fakeGateway, until } from '../support/fake-cluster.ts'
import { post } from './support.ts'

describe('closing the HTTP server', () => {
  test('lets a request under way finish with its offsets', async () => {
    const { app, cluster } = fakeGateway()
    const gate = Promise.withResolvers<void>()
    cluster.gate = gate.promise
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const answer = post(`http://127.0.0.1:${port}/topics/t`, '{"records":[{"value":1}]}')
    await until(() => cluster.produced.length === 1)
    const closed = app.close()
    gate.resolve()
    expect((await answer).entries[0]?.offset).toBe(100)
    await closed
  })
})
