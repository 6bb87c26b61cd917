import { isUtf8 } from 'node:buffer'
import { RestError } from '../errors.ts'
import { JsonSyntaxError, skipSpace } from '../json/scanner.ts'
import { soleValue } from '../json/values.ts'

/** The actions of Kinesis that the proxy calls. */
export type ProxyAction =
  | 'ListStreams'
  | 'DescribeStream'
  | 'CreateStream'
  | 'DeleteStream'
  | 'PutRecord'
  | 'PutRecords'
  | 'GetShardIterator'
  | 'GetRecords'

/** The members of bodies and of a batch's records that are read; all others are passed over. */
export const FIELDS: ReadonlySet<string> = new Set([
  'Data',
  'PartitionKey',
  'ShardCount',
  'records',
  'data',
  'partition-key',
])

/** What a request gives to the body that is made for Kinesis. */
export interface ProxyRequest {
  /** A parameter of the path, else of the query, else a header; an empty text where there is none. */
  param(name: string): string
  readonly body: Buffer
  /** Sent as application/x-amz-json-1.1: the batch's data is base64 already. */
  readonly encoded: boolean
}

/** Makes the JSON text that an action is called with. @throws {RestError} for a request that cannot be used. */
export type BodyBuilder = (request: ProxyRequest) => string

type Values = Readonly<Record<string, string | string[] | undefined>>

/** Looks parameters up as `$input.params` does; of a query parameter given twice the last counts. */
export function paramsOf(path: Values, query: Values, headers: Values): ProxyRequest['param'] {
  return (name) => {
    const found = path[name] ?? query[name] ?? headers[name.toLowerCase()] ?? ''
    return Array.isArray(found) ? (found.at(-1) ?? '') : found
  }
}

const EMPTY_OBJECT = Buffer.from('{}')

/** The JSON value of a body, `{}` for an empty one. @throws {RestError} MALFORMED_BODY */
export function jsonOf(body: Buffer): Buffer {
  if (!isUtf8(body)) throw malformed('it is not UTF-8')
  if (skipSpace(body, 0) === body.length) return EMPTY_OBJECT
  try {
    return soleValue(body)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw malformed(error.message)
    throw error
  }
}

const malformed = (reason: string) =>
  new RestError('MALFORMED_BODY', `Could not parse request body into json: ${reason}`)
