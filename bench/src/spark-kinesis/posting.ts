import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Post } from '@pinpipe/dataset'
import { type Kind, kinds, streamName } from '@pinpipe/schema'

/** Where posts go and how fast: `rate` posts a second, each of them three requests. */
export interface StreamPosting {
  /** Of the gateway. */
  readonly url: string
  readonly id: string
  readonly rate: number
  readonly signal: AbortSignal
}

/** Epoch milliseconds just before each request, by kind and `ind`. */
export type SentAt = Readonly<Record<Kind, ReadonlyMap<number, number>>>

/** At once. A listener's queue, of 511 in Node, overflows with more when the gateway is kept waiting, and they are reset. */
const CONNECTIONS = 256

/**
 * Puts posts as the tutorial's emulator does, on time whatever the answers take: a request that waits
 * for a connection counts from its time.
 * @throws {Error} when one is not stored
 */
export async function putPosts(
  posts: Iterable<Post>,
  { url, id, rate, signal }: StreamPosting,
): Promise<SentAt> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const sentAt = { pin: new Map(), geo: new Map(), user: new Map() }
  const started = performance.now()
  const open: Promise<void>[] = []
  const failures: unknown[] = []
  let at = 0
  for (const { wire } of posts) {
    const early = started + (1000 * at++) / rate - performance.now()
    if (early > 0) await sleep(early, undefined, { signal })
    for (const kind of kinds) {
      const ind = kind === 'pin' ? wire.pin.index : wire[kind].ind
      const StreamName = streamName(id, kind)
      const body = JSON.stringify({ StreamName, Data: wire[kind], PartitionKey: String(ind) })
      sentAt[kind].set(ind, Date.now())
      const sent = put(`${url}/dev/streams/${StreamName}/record`, body, agent)
      open.push(sent.catch((error: unknown) => void failures.push(error)))
    }
    if (failures.length > 0) break
  }
  await Promise.all(open)
  agent.destroy()
  if (failures.length > 0) throw failures[0]
  return sentAt
}

const HEADERS = { 'content-type': 'application/json' }

/** In tutorial mode an error has status 200 too, so that the body tells. */
async function put(url: string, body: string, agent: Agent): Promise<void> {
  const answer = await new Promise<string>((resolve, reject) => {
    const sent = request(url, { method: 'PUT', agent, headers: HEADERS }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => resolve(Buffer.concat(parts).toString()))
    })
    sent.on('error', reject)
    sent.end(body)
  })
  if (!answer.includes('"SequenceNumber"')) throw new Error(`A record was not stored: ${answer}`)
}
