import { once } from 'node:events'
import { connect } from 'node:net'

const METADATA_KEY = 3
const METADATA_VERSION = 1
const TIMEOUT_MS = 2_000

/** A Metadata request, version 1, about no topic: the least that every client asks first. */
export function metadataRequest(): Buffer {
  const request = Buffer.alloc(18)
  request.writeInt32BE(14, 0)
  request.writeInt16BE(METADATA_KEY, 4)
  request.writeInt16BE(METADATA_VERSION, 6)
  request.writeInt32BE(1, 8) // correlation id
  request.writeInt16BE(-1, 12) // no client id
  request.writeInt32BE(0, 14) // no topics
  return request
}

/** How many brokers a Metadata response names; undefined while it is not whole. */
export function brokersIn(response: Buffer): number | undefined {
  const whole = response.length >= 12 && response.length >= 4 + response.readInt32BE(0)
  return whole ? response.readInt32BE(8) : undefined
}

/** Asks the broker for its metadata: true once it is registered and names itself. */
export async function answersMetadata(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: TIMEOUT_MS })
  socket.on('timeout', () => socket.destroy(new Error('no metadata answer')))
  try {
    await once(socket, 'connect')
    socket.write(metadataRequest())
    let response = Buffer.alloc(0)
    for await (const chunk of socket) {
      response = Buffer.concat([response, chunk])
      const brokers = brokersIn(response)
      if (brokers !== undefined) return brokers > 0
    }
    return false
  } finally {
    socket.destroy()
  }
}
