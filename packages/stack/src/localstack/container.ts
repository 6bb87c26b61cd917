import type { Runner } from '../component.ts'
import { ContainerRunner } from '../container/runner.ts'
import { type LocalStackSpec, localStackVariables } from './settings.ts'

/** As in docker-compose.yml. */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0'
const GATEWAY_PORT = 4566

/** LocalStack as a container. */
export function containerLocalStack(server: LocalStackSpec): Runner {
  return new ContainerRunner({
    name: 'localstack',
    image: LOCALSTACK_IMAGE,
    port: server.port,
    containerPort: GATEWAY_PORT,
    env: localStackVariables(server),
    logFile: server.logFile,
  })
}
