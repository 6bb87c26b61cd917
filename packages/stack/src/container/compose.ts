import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { StackError } from '../errors.ts'

/** How a command of Docker runs. */
export interface DockerCommand {
  readonly cwd?: string
  readonly env: NodeJS.ProcessEnv
  /** Ends the command while it runs. */
  readonly signal?: AbortSignal
}

/** One compose project: the repository's docker-compose.yml with settings of its own. */
export interface ComposeProject extends DockerCommand {
  /** The folder of docker-compose.yml. */
  readonly root: string
  /** Part of the names of its containers, networks and volumes. */
  readonly name: string
}

const MOST_OUTPUT_BYTES = 256 * 1024 * 1024
const TAIL_LINES = 20

/**
 * Runs `docker` with these arguments. @returns its standard output
 * @throws {StackError} DOCKER_FAILED with the end of what it said, or the signal's reason
 */
export async function docker(command: DockerCommand, ...args: readonly string[]): Promise<string> {
  const { cwd, env, signal } = command
  try {
    const options = { cwd, env, signal, maxBuffer: MOST_OUTPUT_BYTES }
    return (await promisify(execFile)('docker', args, options)).stdout
  } catch (error) {
    signal?.throwIfAborted()
    const { stderr = '', message } = error as { stderr?: string; message: string }
    const said = stderr.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
    throw new StackError('DOCKER_FAILED', `docker ${args.join(' ')} failed:\n${said || message}`, {
      cause: error,
    })
  }
}

/** Runs `docker compose` in a project. @throws as `docker` does */
export function compose(
  { root, name, ...command }: ComposeProject,
  ...args: readonly string[]
): Promise<string> {
  const project = ['compose', '--project-name', name, '--ansi', 'never', '--progress', 'plain']
  return docker({ ...command, cwd: root }, ...project, ...args)
}

/**
 * Removes the images that were built for a project, which `down --rmi local` does not for services that were only built or run.
 * @throws as `docker` does
 */
export async function removeImages(
  project: DockerCommand & Pick<ComposeProject, 'name'>,
): Promise<void> {
  const own = `label=com.docker.compose.project=${project.name}`
  const ids = (await docker(project, 'images', '--quiet', '--filter', own)).split('\n')
  const images = ids.filter((id) => id !== '')
  if (images.length > 0) await docker(project, 'image', 'rm', ...images)
}
