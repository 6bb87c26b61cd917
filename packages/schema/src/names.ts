/** The three records of one post, in the order in which they are posted. */
export const kinds = ['pin', 'geo', 'user'] as const
export type Kind = (typeof kinds)[number]

/** Kafka topic of one kind of record. `id` is the pipeline id, 12 hex digits, here and below. */
export const topicName = (id: string, kind: Kind): string => `${id}.${kind}`

/** Topic of the records that the sink cannot write; a `topics.regex` of `{id}.*` does not match it. */
export const deadLetterTopic = (id: string): string => `dead-letter.${id}`

/** Kinesis stream of one kind of record. */
export const streamName = (id: string, kind: Kind): string => `streaming-${id}-${kind}`

/** S3 bucket that holds the landed objects, the lake and the answers. */
export const bucketName = (id: string): string => `user-${id}-bucket`

/** Delta table of the clean stream rows. */
export const streamTableName = (id: string, kind: Kind): string => `${id}_${kind}_table`
