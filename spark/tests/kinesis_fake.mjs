// The Kinesis fake of this repository, for pytest: a JSON command a line in, a JSON answer a line out.
import { createInterface } from 'node:readline'
import { KinesisFake } from '../../packages/kinesis-fake/src/index.ts'

let skewMs = 0
const fake = await KinesisFake.start({ clock: { now: () => Date.now() + skewMs } })
const releases = new Map()

const commands = {
  advance: ({ ms }) => {
    skewMs += ms
  },
  inject: ({ fault }) => {
    fake.inject(fault)
  },
  throttle: ({ stream, shard }) => {
    releases.set(shard, fake.throttle(stream, shard))
  },
  release: ({ shard }) => {
    releases.get(shard)()
  },
}

process.stdout.write(`${JSON.stringify({ endpoint: fake.endpoint })}\n`)
for await (const line of createInterface({ input: process.stdin })) {
  const { name, ...args } = JSON.parse(line)
  commands[name](args)
  process.stdout.write('{}\n')
}
await fake.stop()
