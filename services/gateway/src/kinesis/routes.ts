import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { checkRoom, checkSize } from '../body-checks.ts'
import { RestError } from '../errors.ts'
import type { Check } from '../resource.ts'
import { JSON_TYPE } from './answer.ts'
import { type ProxyPorts, proxy } from './call.ts'
import { type ProxyAction, type ProxyRequest, paramsOf } from './request.ts'

/** What the routes need. */
export interface KinesisRoutesOptions extends ProxyPorts {
  readonly bodyLimitBytes: number
}

/** The type of batches whose data is base64 already. */
const ENCODED_TYPE = 'application/x-amz-json-1.1'

/** Method, path below `/streams`, action; of the batch the content types that it has beside JSON. */
const ROUTES: readonly [HTTPMethods, string, ProxyAction, ...string[]][] = [
  ['GET', '/', 'ListStreams'],
  ['GET', '/:stream', 'DescribeStream'],
  ['POST', '/:stream', 'CreateStream'],
  ['DELETE', '/:stream', 'DeleteStream'],
  ['PUT', '/:stream/record', 'PutRecord'],
  ['PUT', '/:stream/records', 'PutRecords', ENCODED_TYPE],
  ['GET', '/:stream/sharditerator', 'GetShardIterator'],
  ['GET', '/:stream/records', 'GetRecords'],
]

const EMPTY = Buffer.alloc(0)
/** Seconds until a shard that throttles has room again: its limits are per second. */
const THROTTLED_RETRY_S = 1

/** The methods of AWS' tutorial API, below a prefix of `/streams`. */
export function kinesisRoutes(app: FastifyInstance, options: KinesisRoutesOptions): void {
  for (const [method, url, action, ...otherTypes] of ROUTES) {
    const checks: Check[] = [
      checkType([JSON_TYPE, ...otherTypes]),
      checkSize(options.bodyLimitBytes),
      checkRoom,
    ]
    app.route({
      method,
      url,
      prefixTrailingSlash: 'no-slash',
      exposeHeadRoute: false,
      onRequest: async (request, reply) => {
        for (const check of checks) check(request, reply)
      },
      handler: async (request, reply) => {
        const route = { method, route: request.routeOptions.url ?? url }
        const { status, contentType, body } = await proxy(options, route, action, asked(request))
        request.room.hold(body.length)
        if (status === 429) reply.header('retry-after', THROTTLED_RETRY_S)
        return send(reply, status, contentType, body)
      },
    })
  }
}

const send = (reply: FastifyReply, status: number, type: string, body: Buffer): FastifyReply =>
  reply.code(status).type(type).send(body)

function asked({ params, query, headers, body }: FastifyRequest): ProxyRequest {
  return {
    param: paramsOf({ 'stream-name': (params as Params).stream }, query as Query, headers),
    body: (body as Buffer | undefined) ?? EMPTY,
    encoded: typeOf(headers['content-type']) === ENCODED_TYPE,
  }
}

interface Params {
  readonly stream?: string
}
type Query = Parameters<typeof paramsOf>[1]

/** A request without a content type counts as JSON. */
const typeOf = (header: string | undefined): string =>
  header?.split(';', 1)[0]?.trim().toLowerCase() || JSON_TYPE

/** Compressed bodies are not read. */
const checkType =
  (types: readonly string[]): Check =>
  ({ headers }) => {
    const plain = (headers['content-encoding'] ?? 'identity') === 'identity'
    if (!plain || !types.includes(typeOf(headers['content-type'])))
      throw new RestError('UNSUPPORTED_MEDIA_TYPE')
  }
