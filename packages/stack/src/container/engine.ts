import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerRuntimeClient } from 'testcontainers'

/** A container as the engine's API shows it. */
export type EngineContainer = ReturnType<ContainerRuntimeClient['container']['getById']>

const ANSWER_TIMEOUT_MS = 20_000
const NOT_FOUND = 404
/** Not running, or being removed already. */
const CONFLICT = 409

/** The engine that DOCKER_HOST, Testcontainers' own settings or the usual sockets lead to. */
export async function engine(): Promise<ContainerRuntimeClient> {
  // Takes a second to load, which a run in processes need not wait for.
  const { getContainerRuntimeClient } = await import('testcontainers')
  return getContainerRuntimeClient()
}

/** Whether a Docker engine answers. */
export async function engineAnswers(): Promise<boolean> {
  const answer = engine().then(
    () => true,
    () => false,
  )
  return Promise.race([answer, sleep(ANSWER_TIMEOUT_MS, false, { ref: false })])
}

/** Removes a container with its volumes, running or not. @returns whether it was there */
export async function removeContainer(name: string): Promise<boolean> {
  const { container } = await engine()
  const remove = () => container.getById(name).remove({ force: true, v: true })
  return (await unlessGone(remove)) !== NOT_FOUND
}

/** Calls the engine about a container that may have ended or gone. @returns the HTTP status that says so */
export async function unlessGone(call: () => Promise<unknown>): Promise<number | undefined> {
  try {
    await call()
    return undefined
  } catch (error) {
    const { statusCode } = error as { statusCode?: number }
    if (statusCode === NOT_FOUND || statusCode === CONFLICT) return statusCode
    throw error
  }
}
