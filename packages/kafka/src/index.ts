export { type CompressionName, compressionNames } from './codecs.ts'
export { KafkaError, type KafkaErrorCode, kafkaErrorCodes, translateKafkaError } from './errors.ts'
export { type KafkaSettings, kafkaSettings } from './settings.ts'
