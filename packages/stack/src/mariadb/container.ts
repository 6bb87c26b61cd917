import type { Runner } from '../component.ts'
import { ContainerRunner } from '../container/runner.ts'
import { type MariaDbSpec, SERVER_ARGS } from './access.ts'

/** As in docker-compose.yml. */
export const MARIADB_IMAGE = 'mariadb:10.11'
const PORT = 3306

/** MariaDB as a container. */
export function containerMariaDb({ access, logFile }: MariaDbSpec): Runner {
  return new ContainerRunner({
    name: 'mariadb',
    image: MARIADB_IMAGE,
    port: access.port,
    containerPort: PORT,
    env: {
      MARIADB_DATABASE: access.database,
      MARIADB_USER: access.user,
      MARIADB_PASSWORD: access.password,
      MARIADB_RANDOM_ROOT_PASSWORD: '1',
      MARIADB_INITDB_SKIP_TZINFO: '1',
    },
    command: SERVER_ARGS,
    logFile,
  })
}
