import { fileURLToPath } from 'node:url'
import { freePort } from '@pinpipe/stack'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const PORTS = [
  ...(['GATEWAY_PORT', 'KAFKA_PORT', 'LOCALSTACK_PORT', 'MYSQL_PORT'] as const),
  ...(['GATEWAY_ADMIN_PORT', 'S3_SINK_ADMIN_PORT', 'EMULATOR_ADMIN_PORT'] as const),
  ...(['KINESIS_PRODUCER_ADMIN_PORT', 'STREAM_METRICS_PORT', 'AIRFLOW_PORT'] as const),
]
type Ports = Readonly<Record<(typeof PORTS)[number], number>>

/** Where one system listens and keeps its state. */
export interface Place {
  readonly dir: string
  readonly ports: Ports
}

/** A place of its own for the tests: `dir` must exist, the ports are free ones. */
export async function newPlace(dir: string): Promise<Place> {
  const ports = await Promise.all(PORTS.map(async (name) => [name, await freePort()] as const))
  return { dir, ports: Object.fromEntries(ports) as Ports }
}

/** This process's environment, with a place's ports and folder as settings. */
export function placeEnvironment({ dir, ports }: Place): NodeJS.ProcessEnv {
  const settings = Object.entries(ports).map(([name, port]) => [name, String(port)])
  return { ...process.env, ...Object.fromEntries(settings), PIPELINE_DIR: dir }
}
