/** The KPL's aggregated record: magic, a protobuf message, the MD5 of that message. */
export const MAGIC = Buffer.from('f3899ac2', 'hex')
export const MD5_BYTES = 16

/** Tags of `AggregatedRecord`: `partition_key_table`, `explicit_hash_key_table`, `records`. */
export const AGGREGATE_FIELDS = { partitionKey: 1, explicitHashKey: 2, record: 3 } as const

/** Tags of its `Record`: `partition_key_index`, `explicit_hash_key_index`, `data`. */
export const RECORD_FIELDS = { partitionKeyIndex: 1, explicitHashKeyIndex: 2, data: 3 } as const

/** A record of a user, alone or in an aggregate. */
export interface UserRecord {
  readonly data: Uint8Array
  readonly partitionKey: string
  /** Decimal, 0 to 2^128 - 1. */
  readonly explicitHashKey?: string
}
