export type { ClientOptions } from './client.ts'
export type { ClusterReader, OffsetRange } from './cluster.ts'
export { type CompressionName, compressionNames } from './codecs.ts'
export { type KafkaHandle, type KafkaOptions, openKafka } from './connection.ts'
export { createGroupConsumer, type GroupOptions } from './consumer/group-consumer.ts'
export type {
  ConsumedRecord,
  GroupConsumer,
  GroupEvents,
  GroupHandler,
  RecordBatch,
  Subscription,
  TopicPartition,
} from './consumer/types.ts'
export {
  type DeadLetterContext,
  type DeadLetterSender,
  deadLetter,
  sendDeadLetter,
} from './dead-letter.ts'
export { KafkaError, type KafkaErrorCode, kafkaErrorCodes, translateKafkaError } from './errors.ts'
export type { PartitionInfo, TopicInfo } from './metadata.ts'
export { murmur2, partitionForKey } from './partitioner.ts'
export type { Outcome, ProduceRecord, RecordProducer } from './record.ts'
export { type KafkaSettings, kafkaSettings } from './settings.ts'
export { createTopics, type TopicSpec } from './topics.ts'
