import type { IncomingMessage } from 'node:http'
import type { ByteBudget } from '@pinpipe/delivery'
import type { ClusterReader, RecordProducer } from '@pinpipe/kafka'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { V2_JSON } from './accept.ts'
import { type ErrorStyle, replyError, translateError } from './error-reply.ts'
import { RestError } from './errors.ts'
import type { GatewayEvents } from './events.ts'
import type { ProxyPorts } from './kinesis/call.ts'
import { kinesisRoutes } from './kinesis/routes.ts'
import { readBody } from './read-body.ts'
import { RequestRoom } from './request-room.ts'
import { brokerRoutes } from './routes/brokers.ts'
import { produceMethods } from './routes/produce.ts'
import { rootRoutes } from './routes/root.ts'
import { topicRoutes } from './routes/topics.ts'

/** What the gateway's HTTP side is built from. */
export interface AppParts {
  readonly producer: RecordProducer
  readonly cluster: ClusterReader
  readonly events: GatewayEvents
  readonly budget: ByteBudget
  readonly stages: readonly string[]
  readonly bodyLimitBytes: number
  readonly requestTimeoutMs: number
  /** Without it there is no Kinesis proxy. */
  readonly kinesis?: ProxyPorts
}

/** Longer than any path that Node's HTTP server takes, so that a name too long is an unknown topic and no error. */
const MAX_PARAM_LENGTH = 16_384

/** How often open requests are held against their time; Node's own limit for a request's head. */
const TIMEOUT_CHECK_MS = 500
const HEADERS_TIMEOUT_MS = 60_000

/** Counted for a request whose client has not waited for the answer; nginx' number for it. */
const CLIENT_GONE = 499

/** Builds the HTTP server; it does not listen. */
export function buildApp(parts: AppParts): FastifyInstance {
  const app = Fastify({
    bodyLimit: parts.bodyLimitBytes,
    requestTimeout: parts.requestTimeoutMs,
    http: {
      // Node looks every 30 s by default, and takes the longer of the two times for its limit.
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, parts.requestTimeoutMs),
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, request, reply) => {
      countOnClose(request, reply, parts.events)
      void replyError(reply.type(V2_JSON), translateError(error), styleOf(request.url, parts))
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, parts.bodyLimitBytes, request.room),
  )
  app.decorateRequest('room')
  app.addHook('onRequest', async (request, reply) => {
    request.room = new RequestRoom(parts.budget)
    reply.raw.once('close', () => request.room.release())
    countOnClose(request, reply, parts.events)
  })
  app.register(async (api) => registerApi(api, parts, 'rest'))
  for (const stage of parts.stages)
    app.register(async (api) => registerApi(api, parts, 'aws'), { prefix: `/${stage}` })
  return app
}

/** Not fastify's onResponse, which a client that has gone away does not come to. */
function countOnClose(request: FastifyRequest, reply: FastifyReply, events: GatewayEvents): void {
  reply.raw.once('close', () =>
    events.requestAnswered({
      method: request.method,
      route: routeOf(request.routeOptions.url),
      status: reply.raw.writableEnded ? reply.statusCode : CLIENT_GONE,
      seconds: reply.elapsedTime / 1_000,
    }),
  )
}

/** The whole API once; `style` says whose error bodies it shows. */
function registerApi(api: FastifyInstance, parts: AppParts, style: ErrorStyle): void {
  registerErrors(api, parts, style)
  rootRoutes(api)
  brokerRoutes(api, parts.cluster)
  topicRoutes(api, parts.cluster, produceMethods({ ...parts, topics: parts.cluster }))
  const { kinesis } = parts
  if (kinesis)
    api.register(
      async (streams) => {
        registerErrors(streams, parts, 'aws-only')
        kinesisRoutes(streams, { ...parts, ...kinesis })
      },
      { prefix: '/streams' },
    )
}

function registerErrors(api: FastifyInstance, parts: AppParts, style: ErrorStyle): void {
  api.setNotFoundHandler((_request, reply) =>
    replyError(reply.type(V2_JSON), new RestError('NOT_FOUND'), style),
  )
  api.setErrorHandler((error, request, reply) => {
    const answer = translateError(error)
    if (answer.code === 'INTERNAL')
      parts.events.requestFailed(routeOf(request.routeOptions.url), error)
    // fastify closes after a body that it could not take; one that was read to its end disturbs nothing
    if (request.raw.readableEnded) reply.removeHeader('connection')
    if (!reply.hasHeader('content-type')) reply.type(V2_JSON)
    return replyError(reply, answer, style)
  })
}

/** Whose error bodies a path shows that cannot be decoded, so that no route was looked up. */
function styleOf(path: string, { stages, kinesis }: AppParts): ErrorStyle {
  const [, first = '', second = ''] = path.split(/[/?]/)
  const staged = stages.includes(first)
  if (kinesis && (staged ? second : first) === 'streams') return 'aws-only'
  return staged ? 'aws' : 'rest'
}

const routeOf = (template: string | undefined): string => template ?? 'unmatched'
