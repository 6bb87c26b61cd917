import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chooseBackend } from '@pinpipe/stack'

/** Beside the clone, on hosts that can bring an engine up by themselves. */
const ENGINE_SCRIPTS = join('..', 'shared', 'docker')

/**
 * Why no test runs in containers; undefined where they do.
 * @throws where an engine is expected and none answers, and for a STACK that is no backend.
 */
export async function whyNoContainers(
  root: string,
  env: NodeJS.ProcessEnv,
  answers?: () => Promise<boolean>,
): Promise<string | undefined> {
  const host = { root, env, report: () => {} }
  if ((await chooseBackend({ host }, answers)) === 'containers') return undefined
  if (env.STACK === 'processes') return 'STACK=processes'
  if (existsSync(join(root, ENGINE_SCRIPTS))) throw new Error(engineMissing())
  return 'no Docker engine answers'
}

function engineMissing(): string {
  return `${ENGINE_SCRIPTS} is there, yet no Docker engine answers. Start it, or set STACK=processes to test without containers.`
}
