import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A server that acknowledges every produce request at once and keeps nothing. */
export interface StubGateway {
  readonly url: string
  close(): void
}

/** Starts it on a free port of loopback. */
export async function startStubGateway(): Promise<StubGateway> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/vnd.kafka.v2+json')
    buffer(request).then(
      (body) => response.end(acknowledgement(body)),
      () => response.destroy(),
    )
  })
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject).listen(0, '127.0.0.1', listening.resolve)
  await listening.promise
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const RECORD = '{"value":'

/**
 * An offset for each record of a produce body. Counts `{"value":` instead of parsing: within a JSON text
 * its quotes would be escaped, and no record of the source has a key of that name.
 */
export function acknowledgement(body: Buffer): string {
  const offsets: string[] = []
  for (let at = body.indexOf(RECORD); at !== -1; at = body.indexOf(RECORD, at + 1)) {
    offsets.push(`{"partition":0,"offset":${offsets.length},"error_code":null,"error":null}`)
  }
  return `{"offsets":[${offsets.join(',')}],"key_schema_id":null,"value_schema_id":null}`
}
