import { mkdir, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { operationsSettings } from '@pinpipe/operations'
import { loadConfig } from '@pinpipe/runtime'
import {
  type ComposeProject,
  compose,
  docker,
  lockFolder,
  removeImages,
  waitFor,
} from '@pinpipe/stack'
import type { RunContext } from '../context.ts'
import { ROOT } from '../root.ts'
import { addresses, CREDENTIALS, runEnvironment } from '../system/environment.ts'
import type { EmulationSummary } from '../system/jobs.ts'
import { statePaths } from '../system/paths.ts'
import type { Harm, SoakTarget } from './target.ts'

const CUT_MS = 30_000
const SERVES_MS = 60_000
const LEDGER = '/data/ledger.jsonl'
/** What runs all the while; it brings all that it depends on. */
const OWN = ['gateway', 's3-sink'] as const
/** The order of the kills: from the front door to the source. */
const VICTIMS = ['gateway', 's3-sink', 'kafka', 'mariadb'] as const

/**
 * The pipeline of docker-compose.yml in a project of its own, which `stop` removes with its volumes.
 * @throws {StackError} DOCKER_FAILED; nothing is left running then
 */
export async function containerTarget({
  settings,
  env,
  steps,
  signal,
}: RunContext): Promise<SoakTarget> {
  const paths = statePaths(settings)
  const release = lockFolder({ dir: paths.all, setting: 'PIPELINE_DIR' })
  const own = Object.entries(settings).map(([name, value]) => [name, String(value)])
  const project = {
    ...{ root: ROOT, name: `pinpipe-soak-${process.pid}`, signal },
    env: { ...env, ...Object.fromEntries(own) },
  }
  const stop = async () => {
    const { signal: _, ...ending } = project
    await compose(ending, 'down', '--volumes', '--timeout', '5')
    await removeImages(ending)
    release()
  }
  try {
    await mkdir(paths.run, { recursive: true })
    await steps.one(
      'Images',
      async () =>
        void (await compose(project, 'build', '--quiet', 'provision', ...OWN, 'emulator')),
    )
    await steps.one('Containers', async () => {
      await compose(project, 'up', '--detach', '--wait', ...OWN)
    })
  } catch (error) {
    await stop().catch((late: unknown) => {
      throw new AggregateError(
        [error, late],
        `${String(error)}; and its containers stay: ${String(late)}`,
      )
    })
    throw error
  }
  const at = addresses(settings)
  return {
    operations: loadConfig(operationsSettings, runEnvironment(settings, env)),
    jobs: { env, signal },
    harms: [...VICTIMS.map((service) => kill(project, service)), cut(project, 'localstack', at.s3)],
    emulate: async ({ posts, rate }) => {
      const flags = ['--posts', String(posts), '--rate', rate, '--json', '--ledger', LEDGER]
      const summary = await compose(project, 'run', '--rm', '--no-deps', '-T', 'emulator', ...flags)
      const cat = ['run', '--rm', '--no-deps', '-T', '--entrypoint', 'cat', 'emulator', LEDGER]
      await writeFile(paths.ledger, await compose(project, ...cat))
      return JSON.parse(summary) as EmulationSummary
    },
    evidence: {
      id: settings.PIPELINE_ID,
      ledgerFile: paths.ledger,
      s3: { endpoint: at.s3, region: at.region, bucket: at.bucket, credentials: CREDENTIALS },
      kafka: { brokers: [at.brokers] },
    },
    stop,
  }
}

function kill(project: ComposeProject, service: string): Harm {
  const inflict = async () => {
    await compose(project, 'kill', '--signal', 'KILL', service)
    await compose(project, 'up', '--detach', '--wait', '--no-deps', '--no-recreate', service)
  }
  return { component: service, what: 'kill -9', inflict }
}

/** Takes the container off the network, where its name no longer resolves and no packet arrives, until it serves again. */
function cut(project: ComposeProject, service: string, url: string): Harm {
  const inflict = async () => {
    const network = `${project.name}_default`
    const id = (await compose(project, 'ps', '--quiet', service)).trim()
    await docker(project, 'network', 'disconnect', network, id)
    await sleep(CUT_MS, undefined, { signal: project.signal })
    await docker(project, 'network', 'connect', '--alias', service, network, id)
    const answers = async () => (await fetch(url)).status < 500
    await waitFor(answers, { what: `${service} to serve`, timeoutMs: SERVES_MS })
  }
  return { component: service, what: 'network cut for 30 s', inflict }
}
