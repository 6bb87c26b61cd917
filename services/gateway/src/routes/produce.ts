import type { FastifyReply } from 'fastify'
import { checkRoom, checkSize } from '../body-checks.ts'
import { RestError } from '../errors.ts'
import type { Format } from '../formats/format.ts'
import { formatOf } from '../formats/index.ts'
import { type ProducePorts, type ProduceRequest, produce } from '../produce.ts'
import { renderOutcomes } from '../produce-response.ts'
import type { Check, Method } from '../resource.ts'
import { parsePartition } from './partition-param.ts'
import type { PartitionParams, TopicParams } from './topics.ts'

/** What producing over HTTP needs. */
export interface ProduceRoutesOptions extends ProducePorts {
  readonly bodyLimitBytes: number
}

const EMPTY = Buffer.alloc(0)

/** The two methods that take records. */
export function produceMethods(options: ProduceRoutesOptions): {
  readonly toTopic: Method<TopicParams>
  readonly toPartition: Method<PartitionParams>
} {
  const checks: readonly Check[] = [checkFormat, checkSize(options.bodyLimitBytes), checkRoom]
  const respond = async (request: ProduceRequest, reply: FastifyReply) => {
    const { status, body } = renderOutcomes(await produce(options, request))
    reply.code(status)
    return body
  }
  return {
    toTopic: {
      checks,
      handle: ({ params: { topic }, headers, body = EMPTY, room }, reply) => {
        const format = requireFormat(headers['content-type'])
        return respond({ topic, partition: undefined, format, body, room }, reply)
      },
    },
    toPartition: {
      checks,
      handle: ({ params, headers, body = EMPTY, room }, reply) => {
        const format = requireFormat(headers['content-type'])
        const partition = parsePartition(params.partition)
        return respond({ topic: params.topic, partition, format, body, room }, reply)
      },
    },
  }
}

function requireFormat(contentType: string | undefined): Format {
  const format = formatOf(contentType)
  if (!format) throw new RestError('UNSUPPORTED_MEDIA_TYPE')
  return format
}

/** Compressed bodies are not read. */
const checkFormat: Check = ({ headers }) => {
  requireFormat(headers['content-type'])
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new RestError('UNSUPPORTED_MEDIA_TYPE')
}
