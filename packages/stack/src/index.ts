export { type Airflow, type AirflowOptions, startAirflow } from './airflow/airflow.ts'
export { type Backend, chooseBackend } from './backend.ts'
export type { Component } from './component.ts'
export {
  type ComposeProject,
  compose,
  type DockerCommand,
  docker,
  removeImages,
} from './container/compose.ts'
export { StackError, type StackErrorCode } from './errors.ts'
export { type FolderClaim, lockFolder } from './folder-lock.ts'
export { type ComponentOptions, defaultHost, type Host, type SetupEvent } from './host.ts'
export { type Kafka, type KafkaOptions, startKafka } from './kafka/kafka.ts'
export {
  type LocalStack,
  type LocalStackOptions,
  startLocalStack,
} from './localstack/localstack.ts'
export type { DatabaseAccess } from './mariadb/access.ts'
export { type MariaDb, type MariaDbOptions, startMariaDb } from './mariadb/mariadb.ts'
export { fitEnvironment } from './own-environment.ts'
export { assertPortFree, freePort, type PortClaim } from './ports.ts'
export { checkPrerequisites, type Prerequisites } from './prerequisites/prerequisites.ts'
export { type Command, type Exit, type GuardedProcess, spawnGuarded } from './process/guarded.ts'
export { type ServiceOptions, startService } from './service.ts'
export { sparkJars } from './setup/jars.ts'
export {
  airflowDevVenv,
  sparkDevVenv,
  sparkVenv,
} from './setup/venvs.ts'
export { type WaitOptions, waitFor } from './wait.ts'
