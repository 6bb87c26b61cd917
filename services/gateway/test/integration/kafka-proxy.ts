import { connect, createServer, type Socket } from 'node:net'

const PRODUCE = 0
const HOST = Buffer.from('127.0.0.1')

/**
 * A TCP proxy before one broker that makes clients come back to it: the broker's port in metadata
 * answers is replaced by its own. `cutNextProduceAnswer` lets one produce request reach the broker and
 * closes the connection in place of its answer.
 */
export async function startKafkaProxy(brokerPort: number) {
  let armed = false
  let produceRequests = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const broker = connect(brokerPort, '127.0.0.1')
    let doomed = false
    client.on('data', (data) => {
      if (isProduce(data)) {
        produceRequests += 1
        doomed ||= armed
        armed = false
      }
      broker.write(data)
    })
    broker.on('data', (data) => {
      if (doomed) for (const socket of [client, broker]) socket.destroy()
      else client.write(withPort(data, brokerPort, port()))
    })
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(one)
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.on('error', () => other.destroy())
    }
  })
  const port = () => (server.address() as { port: number }).port
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${port()}`,
    produceRequests: () => produceRequests,
    cutNextProduceAnswer: () => {
      armed = true
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A chunk that begins a produce request: length, api key 0, a version above 0. */
const isProduce = (data: Buffer) =>
  data.length > 8 && data.readInt16BE(4) === PRODUCE && data.readInt16BE(6) === 7

function withPort(data: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.from(data)
  for (let at = copy.indexOf(HOST); at >= 0; at = copy.indexOf(HOST, at + 1)) {
    const portAt = at + HOST.length
    if (portAt + 4 <= copy.length && copy.readInt32BE(portAt) === from)
      copy.writeInt32BE(to, portAt)
  }
  return copy
}
