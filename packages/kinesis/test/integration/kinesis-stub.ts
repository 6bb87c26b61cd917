import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the stub answers: a status and a body, `cut` for a closed connection, `hang` for nothing. */
export type Answer = 'cut' | 'hang' | { readonly status: number; readonly body: unknown }

/** A request as it came. */
export interface Seen {
  readonly action: string
  readonly httpVersion: string
  readonly port: number | undefined
  readonly body: Record<string, unknown>
}

/** Kinesis' JSON protocol on loopback, with answers that the test gives. */
export class KinesisStub {
  readonly seen: Seen[] = []
  answer: (seen: Seen) => Answer = () => ({ status: 200, body: {} })
  readonly #server: Server = createServer(
    (request, response) => void this.#handle(request, response),
  )

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const seen = {
      action: String(request.headers['x-amz-target']).split('.')[1] ?? '',
      httpVersion: request.httpVersion,
      port: request.socket.remotePort,
      body: JSON.parse(Buffer.concat(chunks).toString()),
    }
    this.seen.push(seen)
    const answer = this.answer(seen)
    if (answer === 'hang') return
    if (answer === 'cut') {
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(answer.body))
  }
}
