import type { KinesisAnswer } from '@pinpipe/kinesis'

/** What a client is answered. */
export interface ProxyAnswer {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
}

/** The type of every body, but for DELETE's in tutorial mode. */
export const JSON_TYPE = 'application/json'

/** An entry of PutRecords' answer, as far as it tells what became of the record. */
export interface RecordResult {
  readonly ErrorCode?: string
}

/** The name of the error that an answer holds, `Unknown` where it names none; undefined for a success. */
export function errorTypeOf({ status, body }: KinesisAnswer): string | undefined {
  if (status < 400) return undefined
  const { __type: type } = parseObject(body)
  return typeof type === 'string' ? type.slice(type.indexOf('#') + 1) : 'Unknown'
}

/** The entries of PutRecords' answer, in the order of the request. */
export function recordResults({ body }: KinesisAnswer): readonly RecordResult[] {
  const { Records: records } = parseObject(body)
  return Array.isArray(records) ? records : []
}

function parseObject(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
