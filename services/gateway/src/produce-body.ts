import { isUtf8 } from 'node:buffer'
import { RestError } from './errors.ts'
import { walkArray, walkObject } from './json/members.ts'
import { JsonSyntaxError, OPEN_BRACE, OPEN_BRACKET, skipSpace, skipValue } from './json/scanner.ts'
import type { RequestRoom } from './request-room.ts'

/**
 * A record as posted: key and value are the bytes of their JSON text, views into the body; null where
 * the member is null or absent.
 */
export interface PostedRecord {
  key: Buffer | null
  value: Buffer | null
  partition: number | undefined
}

/** A produce request's body. */
export interface ProduceBody {
  readonly records: readonly PostedRecord[]
  readonly hasKeySchema: boolean
  readonly hasValueSchema: boolean
}

/**
 * What a record holds beside its text until it is answered: its objects here, in the producer and in
 * the answer. Measured with bodies of a million `{}`: 600 to 800 B.
 */
export const RECORD_BYTES = 768

/** The members that name schemas, by the type of their value; null is the same as absent. */
const SCHEMA_FIELDS: ReadonlyMap<string, 'string' | 'integer'> = new Map([
  ['key_schema', 'string'],
  ['key_schema_id', 'integer'],
  ['value_schema', 'string'],
  ['value_schema_id', 'integer'],
])

/**
 * Reads a v2 produce body without touching the bytes of keys and values.
 * @throws {RestError} MALFORMED_BODY for what is not JSON or has a member of the wrong type or twice;
 *   INVALID_BODY for an unknown member, no body and no records; BODY_TOO_LARGE and OVERLOADED for
 *   more records than there is room for.
 */
export function readProduceBody(body: Buffer, room: Pick<RequestRoom, 'take'>): ProduceBody {
  if (!isUtf8(body)) throw malformed('The body is not UTF-8')
  try {
    return readBody(body, room)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw malformed(error.message)
    throw error
  }
}

function readBody(body: Buffer, room: Pick<RequestRoom, 'take'>): ProduceBody {
  const start = skipSpace(body, 0)
  if (start === body.length) throw noData()
  const records: PostedRecord[] = []
  const fields = new Set<string>()
  const schemas = new Set<string>()
  const end =
    body[start] === OPEN_BRACE
      ? walkObject(body, start, (name, at) => {
          once(fields, name)
          if (name === 'records') return readRecords(body, at, records, room)
          return readSchemaField(body, at, name, schemas)
        })
      : skipValue(body, start)
  if (skipSpace(body, end) !== body.length) throw malformed('There is text after the JSON value')
  if (isNull(body, start, end)) throw noData()
  if (body[start] !== OPEN_BRACE) throw malformed('The body must be a JSON object')
  if (records.length === 0) throw new RestError('INVALID_BODY', 'records must not be empty')
  return {
    records,
    hasKeySchema: schemas.has('key_schema') || schemas.has('key_schema_id'),
    hasValueSchema: schemas.has('value_schema') || schemas.has('value_schema_id'),
  }
}

function readRecords(
  body: Buffer,
  start: number,
  records: PostedRecord[],
  room: Pick<RequestRoom, 'take'>,
): number {
  if (body[start] !== OPEN_BRACKET) {
    const end = skipValue(body, start)
    if (isNull(body, start, end)) return end
    throw malformed('records must be an array')
  }
  return walkArray(body, start, (at) => {
    if (body[at] !== OPEN_BRACE) {
      skipValue(body, at)
      throw malformed('A record must be an object')
    }
    room.take(RECORD_BYTES)
    const record: PostedRecord = { key: null, value: null, partition: undefined }
    records.push(record)
    return readRecord(body, at, record)
  })
}

function readRecord(body: Buffer, start: number, record: PostedRecord): number {
  const fields = new Set<string>()
  return walkObject(body, start, (name, at) => {
    once(fields, name)
    if (name !== 'value' && name !== 'key' && name !== 'partition') throw unrecognized(name)
    const end = skipValue(body, at)
    if (isNull(body, at, end)) return end
    const bytes = body.subarray(at, end)
    if (name === 'partition') record.partition = readInteger(name, bytes)
    else record[name] = bytes
    return end
  })
}

function readSchemaField(body: Buffer, at: number, name: string, present: Set<string>): number {
  const type = SCHEMA_FIELDS.get(name)
  if (type === undefined) throw unrecognized(name)
  const end = skipValue(body, at)
  if (isNull(body, at, end)) return end
  if (type === 'integer') readInteger(name, body.subarray(at, end))
  else if (body[at] !== 0x22) throw malformed(`${name} must be a string`)
  present.add(name)
  return end
}

function readInteger(name: string, json: Buffer): number {
  const text = json.toString('latin1', 0, 12)
  const value = /^(0|-?[1-9]\d{0,9})$/.test(text) ? Number(text) : Number.NaN
  if (value !== (value | 0)) throw malformed(`${name} must be an integer of 32 bits`)
  return value
}

/** A member given twice would silently lose one of the two. */
function once(fields: Set<string>, name: string): void {
  if (fields.has(name)) throw malformed(`Duplicate field: ${name.slice(0, 100)}`)
  fields.add(name)
}

const isNull = (json: Buffer, start: number, end: number): boolean =>
  end - start === 4 && json[start] === 0x6e

const malformed = (reason: string) => new RestError('MALFORMED_BODY', reason)

const noData = () => new RestError('INVALID_BODY', 'Null input provided. Data is required.')

const unrecognized = (name: string) =>
  new RestError('INVALID_BODY', `Unrecognized field: ${name.slice(0, 100)}`)
