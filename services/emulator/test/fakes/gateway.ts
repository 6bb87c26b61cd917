import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as the gateway got it. */
export interface Received {
  readonly path: string
  readonly contentType: string | undefined
  readonly body: string
}

/** What the gateway does with a request. */
export type Behaviour = (exchange: {
  readonly received: Received
  readonly number: number
  readonly response: ServerResponse
  /** Stores the records and answers with their offsets. */
  readonly store: () => void
  /** Stores the records, and lets the caller answer. */
  readonly storeSilently: () => void
}) => void

/** A Kafka REST gateway on loopback that stores record texts in memory and misbehaves on request. */
export async function startFakeGateway(behave: Behaviour = ({ store }) => store(), listenOn = 0) {
  const requests: Received[] = []
  const topics = new Map<string, string[]>()
  const server = createServer((request, response) => {
    void receive(request).then((received) => {
      const number = requests.push(received) - 1
      const storeSilently = () => append(topics, received)
      const store = () => answer(response, 200, { offsets: storeSilently() })
      behave({ received, number, response, store, storeSilently })
    })
  })
  server.listen(listenOn, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    /** Values of a topic as they were posted, in order of their offsets. */
    stored: (topic: string): readonly string[] => topics.get(topic) ?? [],
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers with a JSON body. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/vnd.kafka.v2+json', ...headers })
  response.end(JSON.stringify(body))
}

async function receive(request: IncomingMessage): Promise<Received> {
  return {
    path: request.url ?? '',
    contentType: request.headers['content-type'],
    body: await text(request),
  }
}

/** Cuts the body as text, so that the bytes of the values are kept. */
function append(topics: Map<string, string[]>, { path, body }: Received) {
  const topic = path.split('/').at(-1) ?? ''
  const log = topics.get(topic) ?? []
  topics.set(topic, log)
  const values = body.slice('{"records":[{"value":'.length, -'}]}'.length).split('},{"value":')
  const error = { error_code: null, error: null }
  return values.map((value) => ({ partition: 0, offset: log.push(value) - 1, ...error }))
}
