import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { StackError } from './errors.ts'
import { type PortHolder, portHolder } from './port-holder.ts'

/** A port that a component listens on, and the setting that changes it. */
export interface PortClaim {
  readonly port: number
  readonly setting: string
}

const HOST = '127.0.0.1'

/**
 * Below the ports that Linux (from 32768) and macOS (from 49152) give to outgoing connections: one of
 * those may be taken by any connection of the machine before it is listened on.
 */
const [FIRST_PORT, LAST_PORT] = [20_000, 32_767]

/**
 * A loopback port that is free now, another each time. It is given to no other process that asks here
 * while this one runs, though nothing listens on it yet; a program that does not ask may still take it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1)
    const isFree = await reserve(port).then(() => listen(port).then(() => true, isTaken), isTaken)
    if (isFree) return port
  }
}

/** By a UDP socket of the same number, which the system gives back when this process ends in any way. */
async function reserve(port: number): Promise<void> {
  const socket = createSocket('udp4')
  socket.bind(port, HOST)
  try {
    await once(socket, 'listening')
    socket.unref()
  } catch (error) {
    socket.close()
    throw error
  }
}

function isTaken(error: NodeJS.ErrnoException): false {
  if (error.code !== 'EADDRINUSE') throw error
  return false
}

/** @throws {StackError} PORT_IN_USE that names port, setting and, where it can be told, the holder. */
export async function assertPortFree(claim: PortClaim): Promise<void> {
  try {
    await listen(claim.port)
  } catch (error) {
    isTaken(error as NodeJS.ErrnoException)
    const message = portInUseText(claim, await portHolder(claim.port))
    throw new StackError('PORT_IN_USE', message, { cause: error, facts: { port: claim.port } })
  }
}

/** The message for a port that someone else holds. */
export function portInUseText({ port, setting }: PortClaim, holder?: PortHolder): string {
  const by = holder === undefined ? 'another program' : `process ${holder.pid} (${holder.command})`
  return `Port ${port} (${setting}) is in use by ${by}. End it, or set ${setting} to a free port.`
}

/** Listens for a moment. */
function listen(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(port, HOST, () => server.close(() => resolve()))
  })
}
