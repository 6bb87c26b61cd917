export {
  bucketName,
  deadLetterTopic,
  type Kind,
  kinds,
  streamName,
  streamTableName,
  topicName,
} from './names.ts'
export {
  type GeoRecord,
  type PinRecord,
  type Records,
  recordSchemas,
  type UserRecord,
} from './records.ts'
export { type Column, createTableSql, DRAWN_ROWS, type Table, tables } from './tables.ts'
