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
const ANSWER_TIMEOUT_MS = 10_000
/** Names the service; LocalStack does not check the signature. */
const S3_AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'

/** Starts LocalStack and waits until it is healthy and S3, where it is served, answers. */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const host = options.host ?? defaultHost()
  const python = await localStackVenv(host)
  const dir = options.dir ?? temporaryDir('localstack')
  const port = options.port ?? (await freePort())
  const endpoint = `http://${HOST}:${port}`
  const services = options.services ?? SERVICES
  const component = new ProcessComponent({
    name: 'LocalStack',
    logFile: join(dir, 'localstack.log'),
    ports: [{ port, setting: options.portSetting ?? 'LOCALSTACK_PORT' }],
    command: () => ({
      file: python,
      args: ['-I', join(host.root, 'localstack', 'serve.py')],
      env: {
        ...host.env,
        ...localStackEnv(`${HOST}:${port}`, dir, services),
      },
      cwd: dir,
    }),
    ready: () => serves(endpoint, services),
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

/** Health alone does not tell that a service can be loaded, so S3 is asked for its buckets. */
async function serves(endpoint: string, services: readonly string[]): Promise<boolean> {
  await get(`${endpoint}/_localstack/health`)
  if (services.includes('s3')) await get(endpoint, { authorization: S3_AUTHORIZATION })
  return true
}

async function get(url: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`)
  await response.body?.cancel()
}
