import type { Host } from '../host.ts'
import { checkPrerequisites } from '../prerequisites/prerequisites.ts'
import { sparkJars } from './jars.ts'
import { kafkaStorage } from './kafka-storage.ts'
import { mariaDbFiles } from './mariadb.ts'
import { localStackVenv, sparkVenv } from './venvs.ts'

/**
 * Installs everything that a run needs, side by side; what is installed already costs nothing. Each
 * start function does its own part of this too.
 * @throws {StackError} PREREQUISITES_MISSING before anything is installed; SETUP_FAILED
 */
export async function setUp(host: Host): Promise<void> {
  await checkPrerequisites(host)
  await Promise.all([
    kafkaStorage(host),
    localStackVenv(host),
    mariaDbFiles(host),
    sparkVenv(host),
    sparkJars(host),
  ])
}
