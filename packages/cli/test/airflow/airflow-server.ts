import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server has been asked, and how to end it. */
export interface AirflowServer {
  readonly url: string
  readonly calls: readonly string[]
  close(): void
}

/** Answers as Airflow's REST API: each path its answers in turn, the last of them from then on; a number is a status. */
export async function airflowServer(
  answers: Readonly<Record<string, readonly (object | number)[]>>,
): Promise<AirflowServer> {
  const calls: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\/manual__\w+/, '/RUN')
    calls.push(`${request.method} ${path}`)
    const asked = calls.filter((call) => call === calls.at(-1)).length
    const known = answers[`${request.method} ${path}`] ?? []
    const answer = known[Math.min(asked, known.length) - 1] ?? 404
    response.writeHead(typeof answer === 'number' ? answer : 200).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, calls, close: () => void server.close() }
}
