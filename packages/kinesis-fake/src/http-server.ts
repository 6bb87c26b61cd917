import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What goes back to the client, or that the connection is cut instead. */
export type Answer = { readonly status: number; readonly body: string } | 'cut'

/** Answers one request; never rejects. */
export type Answerer = (action: string, body: string) => Promise<Answer>

/** A server that listens. */
export interface HttpServer {
  readonly endpoint: string
  /** Cuts what is open and waits until the port is free. */
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const TARGET = /^Kinesis_20131202\.(\w+)$/

/** The service's JSON protocol (awsJson1_1) over HTTP/1.1 on loopback; signatures are not checked. */
export async function serveHttp(answer: Answerer, port: number): Promise<HttpServer> {
  const server = createServer((request, response) => void exchange(request, response, answer))
  // A connection that a client still holds is never closed under its next request.
  server.keepAliveTimeout = 0
  server.listen(port, HOST)
  await once(server, 'listening')
  return {
    endpoint: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function exchange(request: IncomingMessage, response: ServerResponse, answer: Answerer) {
  const action = TARGET.exec(String(request.headers['x-amz-target']))?.[1] ?? ''
  try {
    send(response, await answer(action, await text(request)))
  } catch {
    // The client has cut the connection while it sent its request.
    response.destroy()
  }
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'cut') {
    response.destroy()
    return
  }
  response.writeHead(answer.status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(answer.body),
    'x-amzn-requestid': randomUUID(),
  })
  response.end(answer.body)
}
