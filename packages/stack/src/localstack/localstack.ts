import { join } from 'node:path'
import { chooseBackend } from '../backend.ts'
import { type Component, RunnerComponent } from '../component.ts'
import { type ComponentOptions, defaultHost, temporaryDir } from '../host.ts'
import { freePort } from '../ports.ts'
import { containerLocalStack } from './container.ts'
import { nativeLocalStack } from './native.ts'
import { LOCALSTACK_HOST } from './settings.ts'

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

const SERVICES = ['s3', 'kinesis', 'sts', 'iam', 'apigateway']
const ANSWER_TIMEOUT_MS = 10_000
/** Names the service; LocalStack does not check the signature. */
const S3_AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'

/** Starts LocalStack and waits until it is healthy and S3, where it is served, answers. */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const { host = defaultHost(), services = SERVICES } = options
  const backend = await chooseBackend(options)
  const dir = options.dir ?? temporaryDir('localstack')
  const port = options.port ?? (await freePort())
  const server = { dir, port, services, logFile: join(dir, 'localstack.log') }
  const endpoint = `http://${LOCALSTACK_HOST}:${port}`
  const component = new RunnerComponent({
    name: 'LocalStack',
    ports: [{ port, setting: options.portSetting ?? 'LOCALSTACK_PORT' }],
    runner:
      backend === 'containers' ? containerLocalStack(server) : await nativeLocalStack(host, server),
    ready: () => serves(endpoint, services),
    timeoutMs: 90_000,
  })
  await component.start()
  return Object.assign(component, {
    endpoint,
    region: 'us-east-1',
    accessKeyId: 'test',
    secretAccessKey: 'test',
  })
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
