export { StackError, type StackErrorCode } from './errors.ts'
export { type ComponentOptions, defaultHost, type Host, type SetupEvent } from './host.ts'
export { type Kafka, type KafkaOptions, startKafka } from './kafka/kafka.ts'
export { type LocalStack, type LocalStackOptions, startLocalStack } from './localstack.ts'
export {
  type DatabaseAccess,
  type MariaDb,
  type MariaDbOptions,
  startMariaDb,
} from './mariadb/mariadb.ts'
export { assertPortFree, freePort, type PortClaim } from './ports.ts'
export type { Component } from './process/component.ts'
export type { Exit } from './process/guarded.ts'
export { type WaitOptions, waitFor } from './wait.ts'
