import { hostname } from 'node:os'
import { isAlive } from '../process/alive.ts'
import { engine, removeContainer } from './engine.ts'

const HOST_LABEL = 'pinpipe.host'
const PID_LABEL = 'pinpipe.pid'

/** The labels that tell which process a container belongs to; an engine may serve several hosts. */
export function ownerLabels(): Record<string, string> {
  return { [HOST_LABEL]: hostname(), [PID_LABEL]: String(process.pid) }
}

/** Removes the containers of this host's processes that are gone: what a reaper that was killed too has left. */
export async function sweepContainers(): Promise<void> {
  const { container } = await engine()
  const filters = { label: [`${HOST_LABEL}=${hostname()}`] }
  const found = await container.dockerode.listContainers({ all: true, filters })
  const orphans = found.filter(({ Labels }) => !isAlive(Number(Labels[PID_LABEL])))
  await Promise.all(orphans.map(({ Id }) => removeContainer(Id)))
}
