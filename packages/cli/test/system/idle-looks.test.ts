import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import { kinds } from '@pinpipe/schema'
import { followIdleLooks, idleLooks } from '../../src/system/idle-looks.ts'
import { StreamTally } from '../../src/system/stream-tally.ts'

const AT = '2026-11-01T12:00:02.500Z'

const metrics = (...looked: readonly string[]) =>
  [
    '# TYPE pinpipe_stream_idle_look_timestamp_seconds gauge',
    'pinpipe_stream_idle{kind="pin"} 1.0',
    ...looked.map(
      (kind) =>
        `pinpipe_stream_idle_look_timestamp_seconds{kind="${kind}"} ${Date.parse(AT) / 1_000}`,
    ),
  ].join('\n')

test('the metrics tell when a stream was last looked at in vain', () => {
  expect(idleLooks(metrics())).toEqual([])
  expect(idleLooks(metrics('geo', 'pin'))).toEqual([
    { event: 'idle', kind: 'pin', at: AT },
    { event: 'idle', kind: 'geo', at: AT },
  ])
})

test('streams that were idle before are caught up once they are looked at again', async () => {
  const server = createServer((_, answer) => answer.end(metrics(...kinds)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const tally = new StreamTally()
  for (const kind of kinds) tally.hear({ event: 'idle', kind, at: '2026-11-01T11:59:59Z' })

  const stop = followIdleLooks(port, (event) => tally.hear(event))
  await tally.caughtUp(new Date('2026-11-01T12:00:00Z'), 0)

  stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
