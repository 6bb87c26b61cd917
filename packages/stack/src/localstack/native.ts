import { join } from 'node:path'
import type { Runner } from '../component.ts'
import type { Host } from '../host.ts'
import { processRunner } from '../process/runner.ts'
import { localStackVenv } from '../setup/venvs.ts'
import { LOCALSTACK_HOST, type LocalStackSpec, localStackVariables } from './settings.ts'

/** LocalStack as a process of this host, with all its files below its folder. */
export async function nativeLocalStack(host: Host, server: LocalStackSpec): Promise<Runner> {
  const python = await localStackVenv(host)
  const { dir, port, logFile } = server
  const env = {
    ...host.env,
    ...localStackVariables(server),
    OVERRIDE_IN_DOCKER: '0',
    FILESYSTEM_ROOT: dir,
    GATEWAY_LISTEN: `${LOCALSTACK_HOST}:${port}`,
  }
  const args = ['-I', join(host.root, 'localstack', 'serve.py')]
  return processRunner({
    logFile,
    hint: 'Look at the log; removing .pipeline/venvs/localstack installs it anew.',
    command: () => ({ file: python, args, env, cwd: dir }),
  })
}
