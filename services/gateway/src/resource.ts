import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { negotiate } from './accept.ts'
import { RestError } from './errors.ts'

/** Looks at a request before its body is read; throws to refuse it. */
export type Check = (request: FastifyRequest, reply: FastifyReply) => void

/** One method of a resource. */
export interface Method<Params> {
  /** Run in order, after the content negotiation. */
  readonly checks?: readonly Check[]
  /** Gives the answer's body: a string is sent as it is, anything else as JSON. */
  handle(
    request: FastifyRequest<{ Params: Params; Body: Buffer | undefined }>,
    reply: FastifyReply,
  ): unknown
}

const METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']

/** Serves `url` with the methods given; any other method is a 405, an Accept that nothing fits a 406. */
export function resource<Params = unknown>(
  app: FastifyInstance,
  url: string,
  methods: { readonly GET?: Method<Params>; readonly POST?: Method<Params> },
): void {
  const allow = Object.keys(methods).join(', ')
  for (const [method, { checks = [], handle }] of Object.entries(methods) as [
    HTTPMethods,
    Method<Params>,
  ][])
    app.route<{ Params: Params; Body: Buffer | undefined }>({
      method,
      url,
      onRequest: async (request, reply) => {
        for (const check of [checkAccept, ...checks]) check(request, reply)
      },
      handler: async (request, reply) => {
        const body = await handle(request, reply)
        return typeof body === 'string' ? body : JSON.stringify(body)
      },
    })
  app.route({
    method: METHODS.filter((method) => !(method in methods)),
    url,
    onRequest: async (_request, reply) => {
      reply.header('allow', allow)
      throw new RestError('METHOD_NOT_ALLOWED')
    },
    handler: () => undefined,
  })
}

const checkAccept: Check = (request, reply) => {
  const type = negotiate(request.headers.accept)
  if (type === undefined) throw new RestError('NOT_ACCEPTABLE')
  reply.type(type)
}
