/** The three records of one post, in the order in which they are posted. */
export const kinds = ['pin', 'geo', 'user'] as const
export type Kind = (typeof kinds)[number]

/** The two ways to the lake; part of the names of the tables that each writes beside its rows. */
export type Half = 'batch' | 'stream'

/** Kafka topic of one kind of record. `id` is the pipeline id, 12 hex digits, here and below. */
export const topicName = (id: string, kind: Kind): string => `${id}.${kind}`

/** Topic of the records that the sink cannot write; a `topics.regex` of `{id}.*` does not match it. */
export const deadLetterTopic = (id: string): string => `dead-letter.${id}`

/** Kinesis stream of one kind of record. */
export const streamName = (id: string, kind: Kind): string => `streaming-${id}-${kind}`

/** S3 bucket that holds the landed objects, the lake and the answers. */
export const bucketName = (id: string): string => `user-${id}-bucket`

/** Delta table of the clean batch rows: `df_pin`, `df_geo`, `df_user`. */
export const cleanTableName = (kind: Kind): `df_${Kind}` => `df_${kind}`

/** Delta table of the clean stream rows. */
export const streamTableName = (id: string, kind: Kind): string => `${id}_${kind}_table`

/** Delta table of the rows that the cleaning refused, each with its reason. */
export const quarantineTableName = (half: Half, kind: Kind): string => `quarantine_${half}_${kind}`

/** Delta table that says from which object and line, or shard and sequence number, a row came. */
export const provenanceTableName = (half: Half, kind: Kind): string => `provenance_${half}_${kind}`
