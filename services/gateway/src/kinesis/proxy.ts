import { systemTiming } from '@pinpipe/delivery'
import { createKinesisCaller, type KinesisCaller } from '@pinpipe/kinesis'
import type { Logger, Metrics } from '@pinpipe/runtime'
import type { GatewayConfig } from '../config.ts'
import { RestError } from '../errors.ts'
import { Monitor } from '../monitor.ts'
import type { ProxyPorts } from './call.ts'
import { createProxyEvents } from './events.ts'
import { proxyModes } from './mode.ts'

/** The proxy's parts from the gateway's settings; nothing connects before the first call. */
export function openProxy(config: GatewayConfig, logger: Logger, metrics: Metrics) {
  const caller = createKinesisCaller({
    region: config.AWS_REGION,
    endpoint: config.AWS_ENDPOINT_URL,
    credentials: credentialsOf(config),
    timeoutMs: config.GATEWAY_KINESIS_TIMEOUT_MS,
  })
  const events = createProxyEvents(logger, metrics)
  const monitor = new Monitor({
    name: 'Kinesis',
    check: (signal) => checkKinesis(caller, signal),
    events,
    timing: systemTiming,
  })
  const ports: ProxyPorts = { caller, mode: proxyModes[config.GATEWAY_KINESIS_MODE], events }
  return {
    ports,
    monitor,
    close: async () => {
      await monitor.stop()
      caller.close()
    },
  }
}

/** Any answer will do but that of a server in trouble. @throws {CodedError} */
export async function checkKinesis(
  caller: Pick<KinesisCaller, 'call'>,
  signal: AbortSignal,
): Promise<void> {
  const { status } = await caller.call('ListStreams', '{"Limit": 1}', signal)
  if (status >= 500)
    throw new RestError('KINESIS_UNAVAILABLE', `Kinesis answers with status ${status}.`)
}

const credentialsOf = ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
}: GatewayConfig) => (accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined)
