import { once } from 'node:events'
import { KinesisFake } from '@pinpipe/kinesis-fake'

/** A fake without quotas in a process of its own, so that its CPU is not the measured one. */
const [shards = '1', ...streams] = process.argv.slice(2)
const kinesis = await KinesisFake.start({
  streams: Object.fromEntries(streams.map((name) => [name, Number(shards)])),
  limits: { writes: false, reads: false },
})
process.send?.(kinesis.endpoint)
await once(process, 'disconnect')
await kinesis.stop()
