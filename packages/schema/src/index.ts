export { type BreakingChange, breakingChanges } from './breaking.ts'
export { type RecordJsonSchema, recordJsonSchema } from './json-schema.ts'
export {
  bucketName,
  cleanTableName,
  deadLetterTopic,
  type Half,
  type Kind,
  kinds,
  provenanceTableName,
  quarantineTableName,
  streamName,
  streamTableName,
  topicName,
} from './names.ts'
export {
  type GeoRecord,
  geoRecord,
  type PinRecord,
  pinRecord,
  type Records,
  recordSchemas,
  type UserRecord,
  userRecord,
} from './records.ts'
export { type Column, createTableSql, DRAWN_ROWS, type Table, tables, tablesSql } from './tables.ts'
