import Fastify, { type FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** Whether the service can do its work now; `reason` says what is missing when it cannot. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: string }

/** What the admin server asks of a service. */
export interface AdminSource {
  readonly metrics: Metrics
  /** Checked at each call of /readyz; a throw counts as not ready. */
  readiness(): Readiness | Promise<Readiness>
}

/** Builds, without listening, the server of `/livez`, `/readyz` and `/metrics`. */
export function buildAdminApp({ metrics, readiness }: AdminSource): FastifyInstance {
  const app = Fastify()
  app.get('/livez', () => ({ status: 'alive' }))
  app.get('/readyz', async (_request, reply) => {
    const state = await Promise.resolve()
      .then(() => readiness())
      .catch((error: unknown): Readiness => ({ ready: false, reason: String(error) }))
    return state.ready
      ? { status: 'ready' }
      : reply.code(503).send({ status: 'not ready', reason: state.reason })
  })
  app.get('/metrics', async (_request, reply) => {
    const text = await metrics.text()
    return reply.type(metrics.contentType).send(text)
  })
  return app
}
