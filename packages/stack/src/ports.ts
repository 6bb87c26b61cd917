import { createServer } from 'node:net'
import { StackError } from './errors.ts'
import { type PortHolder, portHolder } from './port-holder.ts'

/** A port that a component listens on, and the setting that changes it. */
export interface PortClaim {
  readonly port: number
  readonly setting: string
}

const HOST = '127.0.0.1'

/** A loopback port that is free now; another program may still take it before it is used. */
export function freePort(): Promise<number> {
  return listen(0)
}

/** @throws {StackError} PORT_IN_USE that names port, setting and, where it can be told, the holder. */
export async function assertPortFree(claim: PortClaim): Promise<void> {
  try {
    await listen(claim.port)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    const message = portInUseText(claim, await portHolder(claim.port))
    throw new StackError('PORT_IN_USE', message, { cause: error, facts: { port: claim.port } })
  }
}

/** The message for a port that someone else holds. */
export function portInUseText({ port, setting }: PortClaim, holder?: PortHolder): string {
  const by = holder === undefined ? 'another program' : `process ${holder.pid} (${holder.command})`
  return `Port ${port} (${setting}) is in use by ${by}. End it, or set ${setting} to a free port.`
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(port, HOST, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? port) : port))
    })
  })
}
