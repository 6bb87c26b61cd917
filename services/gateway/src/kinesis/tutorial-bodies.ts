import { compact, elementsOf, isArray, isObject, membersOf } from '../json/values.ts'
import { type BodyBuilder, FIELDS, jsonOf, type ProxyAction, type ProxyRequest } from './request.ts'
import { templateText } from './template-text.ts'

/**
 * The mapping templates of AWS' tutorial "Create a REST API as an Amazon Kinesis proxy". Texts are
 * copied without escaping, as they do: a quote in a partition key makes JSON that Kinesis refuses.
 */
export const tutorialBodies: Readonly<Record<ProxyAction, BodyBuilder>> = {
  ListStreams: () => '{}',
  DescribeStream: (request) => `{"StreamName": "${streamOf(request)}"}`,
  CreateStream: (request) => {
    const shards = templateText(fieldsOf(jsonOf(request.body)).get('ShardCount'))
    return `{"ShardCount": ${shards || DEFAULT_SHARDS}, "StreamName": "${streamOf(request)}"}`
  },
  DeleteStream: (request) => `{"StreamName": "${streamOf(request)}"}`,
  PutRecord: (request) => {
    const fields = fieldsOf(jsonOf(request.body))
    const data = compact(fields.get('Data') ?? NO_DATA).toString('base64')
    const key = templateText(fields.get('PartitionKey'))
    return `{"StreamName": "${streamOf(request)}", "Data": "${data}", "PartitionKey": "${key}"}`
  },
  PutRecords: (request) => {
    const records = fieldsOf(jsonOf(request.body)).get('records')
    const elements = records && isArray(records) ? elementsOf(records, MAX_LOOPS) : []
    const entries = elements.map((element) => batchEntry(element, request.encoded))
    return `{"StreamName": "${streamOf(request)}", "Records": [${entries.join(', ')}]}`
  },
  GetShardIterator: (request) =>
    `{"ShardId": "${request.param('shard-id')}", "ShardIteratorType": "TRIM_HORIZON", "StreamName": "${streamOf(request)}"}`,
  GetRecords: (request) => `{"ShardIterator": "${request.param('Shard-Iterator')}"}`,
}

/** Of a new stream whose request names no count. */
export const DEFAULT_SHARDS = 5

/** Elements that a template's `#foreach` goes over, by API Gateway's quotas; it stops without a word. */
const MAX_LOOPS = 1_000

/** What `$input.json` gives where there is nothing. */
const NO_DATA = Buffer.from('""')

const streamOf = (request: ProxyRequest): string => request.param('stream-name')

/** Of a member given twice the last counts; what is no object has no members. */
const fieldsOf = (json: Buffer): ReadonlyMap<string, Buffer> =>
  isObject(json) ? membersOf(json, FIELDS) : new Map()

function batchEntry(element: Buffer, encoded: boolean): string {
  const fields = fieldsOf(element)
  const text = templateText(fields.get('data'))
  const data = encoded ? text : Buffer.from(text).toString('base64')
  return `{"Data": "${data}", "PartitionKey": "${templateText(fields.get('partition-key'))}"}`
}
