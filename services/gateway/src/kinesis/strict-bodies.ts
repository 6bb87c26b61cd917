import { RestError } from '../errors.ts'
import { isBase64 } from '../formats/binary.ts'
import { readString } from '../json/members.ts'
import { compact, elementsOf, isArray, isObject, isString, membersOf } from '../json/values.ts'
import { type BodyBuilder, FIELDS, jsonOf, type ProxyAction, type ProxyRequest } from './request.ts'
import { DEFAULT_SHARDS } from './tutorial-bodies.ts'

/**
 * Bodies for Kinesis from requests that are checked first: one error names every problem, up to 20.
 * The bytes stored are those of the tutorial's templates, but for objects and arrays in a batch, which
 * are stored as their JSON text.
 */
export const strictBodies: Readonly<Record<ProxyAction, BodyBuilder>> = {
  ListStreams: () => '{}',
  DescribeStream: (request) => checked((note) => ({ StreamName: streamOf(request, note) })),
  CreateStream: (request) =>
    checked((note) => ({
      StreamName: streamOf(request, note),
      ShardCount: shardCount(bodyOf(request, note).get('ShardCount'), note),
    })),
  DeleteStream: (request) => checked((note) => ({ StreamName: streamOf(request, note) })),
  PutRecord: (request) =>
    checked((note) => {
      const fields = bodyOf(request, note)
      return {
        StreamName: streamOf(request, note),
        Data: compact(required(fields, 'Data', '', note)).toString('base64'),
        PartitionKey: partitionKey(fields, 'PartitionKey', '', note),
      }
    }),
  PutRecords: (request) =>
    checked((note) => ({
      StreamName: streamOf(request, note),
      Records: batchOf(bodyOf(request, note), note).map((element, index) =>
        batchEntry(element, `records[${index}]`, request.encoded, note),
      ),
    })),
  GetShardIterator: (request) =>
    checked((note) => ({
      StreamName: streamOf(request, note),
      ShardId: parameter(request, 'shard-id', note),
      ShardIteratorType: 'TRIM_HORIZON',
    })),
  GetRecords: (request) =>
    checked((note) => ({ ShardIterator: parameter(request, 'Shard-Iterator', note) })),
}

/** Limits of the service's API: records a call, characters of a partition key. */
const MAX_RECORDS = 500
const MAX_KEY_LENGTH = 256
const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/

/** Problems that a message names. */
const MAX_SHOWN = 20

/** Writes a problem down. */
type Note = (problem: string) => void
type Fields = ReadonlyMap<string, Buffer>

function checked(build: (note: Note) => object): string {
  const shown: string[] = []
  let count = 0
  const body = build((problem) => {
    count += 1
    if (count <= MAX_SHOWN) shown.push(problem)
  })
  if (count > MAX_SHOWN) shown.push(`and ${count - MAX_SHOWN} more of ${count} problems`)
  if (count > 0) throw new RestError('MALFORMED_BODY', shown.join('; '))
  return JSON.stringify(body)
}

function streamOf(request: ProxyRequest, note: Note): string {
  const name = request.param('stream-name')
  if (!STREAM_NAME.test(name))
    note('the stream name must have 1 to 128 letters, digits, _, - and . only')
  return name
}

function parameter(request: ProxyRequest, name: string, note: Note): string {
  const value = request.param(name)
  if (value === '') note(`${name} is missing`)
  return value
}

const bodyOf = (request: ProxyRequest, note: Note): Fields =>
  fieldsOf(jsonOf(request.body), '', note)

function fieldsOf(json: Buffer, path: string, note: Note): Fields {
  if (isObject(json))
    return membersOf(json, FIELDS, (name) => note(`${join(path, name)} is given twice`))
  note(`${path || 'the body'} must be an object`)
  return new Map()
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

const NOTHING = Buffer.alloc(0)

function required(fields: Fields, name: string, path: string, note: Note): Buffer {
  const value = fields.get(name)
  if (value === undefined) note(`${join(path, name)} is missing`)
  return value ?? NOTHING
}

function partitionKey(fields: Fields, name: string, path: string, note: Note): string {
  const json = required(fields, name, path, note)
  const key = isString(json) ? readString(json, 0) : ''
  if (json !== NOTHING && (key === '' || [...key].length > MAX_KEY_LENGTH))
    note(`${join(path, name)} must be a string of 1 to ${MAX_KEY_LENGTH} characters`)
  return key
}

function shardCount(json: Buffer | undefined, note: Note): number {
  if (json === undefined) return DEFAULT_SHARDS
  const text = json.toString('latin1')
  if (!/^[1-9]\d{0,5}$/.test(text)) note('ShardCount must be a whole number from 1')
  return Number(text)
}

function batchOf(fields: Fields, note: Note): readonly Buffer[] {
  const json = required(fields, 'records', '', note)
  const elements = isArray(json) ? elementsOf(json, MAX_RECORDS + 1) : []
  if (elements.length > 0 && elements.length <= MAX_RECORDS) return elements
  if (json !== NOTHING) note(`records must be an array of 1 to ${MAX_RECORDS}`)
  return []
}

function batchEntry(element: Buffer, path: string, encoded: boolean, note: Note) {
  const fields = fieldsOf(element, path, note)
  const json = required(fields, 'data', path, note)
  const text = isString(json) ? readString(json, 0) : undefined
  if (encoded && json !== NOTHING && (text === undefined || !isBase64(text)))
    note(`${join(path, 'data')} must be base64`)
  const bytes = text === undefined ? compact(json) : Buffer.from(text, encoded ? 'base64' : 'utf8')
  return {
    Data: bytes.toString('base64'),
    PartitionKey: partitionKey(fields, 'partition-key', path, note),
  }
}
