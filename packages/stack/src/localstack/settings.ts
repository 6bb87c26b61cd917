/** One LocalStack to run. */
export interface LocalStackSpec {
  /** Where a native one keeps its files. */
  readonly dir: string
  readonly port: number
  readonly services: readonly string[]
  readonly logFile: string
}

export const LOCALSTACK_HOST = '127.0.0.1'

/** LocalStack's settings: these services at this address, and nothing that needs a network or an account. */
export function localStackVariables({ port, services }: LocalStackSpec): Record<string, string> {
  return {
    LOCALSTACK_HOST: `${LOCALSTACK_HOST}:${port}`,
    SERVICES: services.join(','),
    DISABLE_EVENTS: '1',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DNS_ADDRESS: '0',
    KINESIS_LATENCY: '0',
    KINESIS_SHARD_LIMIT: '1000',
  }
}
