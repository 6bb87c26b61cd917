import { join } from 'node:path'
import { type ComponentOptions, defaultHost, temporaryDir } from './host.ts'
import { freePort } from './ports.ts'
import { type Component, ProcessComponent } from './process/component.ts'
import { localStackVenv } from './setup/venvs.ts'

/** LocalStack on loopback. It keeps nothing over a stop, a kill or a restart: buckets and streams are made anew. */
export interface LocalStack extends Component {
  /** The URL of every service. */
  readonly endpoint: string
  /** What any client may say; LocalStack checks neither key nor region. */
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Which of AWS's services it serves. */
export interface LocalStackOptions extends ComponentOptions {
  /** Default s3, kinesis, sts, iam and apigateway; each is loaded when it is first called. */
  readonly services?: readonly string[]
}

const HOST = '127.0.0.1'
const SERVICES = ['s3', 'kinesis', 'sts', 'iam', 'apigateway']
const HEALTH_TIMEOUT_MS = 2_000

/** Starts LocalStack and waits until its health page answers. */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const host = options.host ?? defaultHost()
  const python = await localStackVenv(host)
  const dir = options.dir ?? temporaryDir('localstack')
  const port = options.port ?? (await freePort())
  const endpoint = `http://${HOST}:${port}`
  const component = new ProcessComponent({
    name: 'LocalStack',
    logFile: join(dir, 'localstack.log'),
    ports: [{ port, setting: options.portSetting ?? 'LOCALSTACK_PORT' }],
    command: () => ({
      file: python,
      args: ['-m', 'localstack.runtime.main'],
      env: {
        ...host.env,
        ...localStackEnv(`${HOST}:${port}`, dir, options.services ?? SERVICES),
      },
      cwd: dir,
    }),
    ready: () => isHealthy(endpoint),
    timeoutMs: 90_000,
    hint: 'Look at the log; removing .pipeline/venvs/localstack installs it anew.',
  })
  await component.start()
  return Object.assign(component, {
    endpoint,
    region: 'us-east-1',
    accessKeyId: 'test',
    secretAccessKey: 'test',
  })
}

/** LocalStack's settings for a run as a plain process: all its files below `dir`, no network, no account. */
function localStackEnv(address: string, dir: string, services: readonly string[]) {
  return {
    OVERRIDE_IN_DOCKER: '0',
    FILESYSTEM_ROOT: dir,
    GATEWAY_LISTEN: address,
    LOCALSTACK_HOST: address,
    SERVICES: services.join(','),
    DISABLE_EVENTS: '1',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DNS_ADDRESS: '0',
    KINESIS_LATENCY: '0',
    KINESIS_SHARD_LIMIT: '1000',
  }
}

async function isHealthy(endpoint: string): Promise<boolean> {
  const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS)
  const response = await fetch(`${endpoint}/_localstack/health`, { signal })
  await response.body?.cancel()
  return response.ok
}
