import type { Runner } from '../component.ts'
import { ContainerRunner } from '../container/runner.ts'
import { freePort } from '../ports.ts'
import { brokerVariables } from './config.ts'
import { QUICK_START, SERIAL_GC, SMALL_HEAP } from './java.ts'
import type { BrokerSpec } from './native.ts'

/** As in docker-compose.yml. */
export const KAFKA_IMAGE = 'apache/kafka:4.3.1'
const DATA = '/var/lib/kafka/data'

/** A broker as a container. */
export async function containerBroker({ port, optimise, logFile }: BrokerSpec): Promise<Runner> {
  // The same port inside: the broker connects to itself at the address that it tells its clients.
  const place = { bind: '0.0.0.0', port, controllerPort: await freePort(), dir: DATA }
  return new ContainerRunner({
    name: 'kafka',
    image: KAFKA_IMAGE,
    port,
    containerPort: port,
    env: {
      ...brokerVariables(place),
      KAFKA_HEAP_OPTS: SMALL_HEAP,
      KAFKA_JVM_PERFORMANCE_OPTS: optimise ? SERIAL_GC : `${SERIAL_GC} ${QUICK_START}`,
    },
    logFile,
  })
}
