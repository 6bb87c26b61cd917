import { type ComposeProject, compose, docker } from '@pinpipe/stack'

/** A container of a compose project. */
export interface Container {
  readonly service: string
  /** `running` or `exited`. */
  readonly state: string
  readonly exitCode: number
  /** `healthy`, where it has a health check that says so. */
  readonly health: string | undefined
  /** Host addresses of its published ports. */
  readonly hosts: readonly string[]
  /** As its image or the compose file names it; empty for root. */
  readonly user: string
  readonly readOnly: boolean
  /** Memory limit in bytes; 0 for none. */
  readonly memory: number
  /** Names of its volumes; that of an anonymous one is a hash. */
  readonly volumes: readonly string[]
}

/** The part of `docker inspect` that is read here. */
interface Inspected {
  readonly State: { Status: string; ExitCode: number; Health?: { Status: string } }
  readonly Config: { User: string; Labels: Record<string, string> }
  readonly Mounts: readonly { readonly Type: string; readonly Name?: string }[]
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean
    readonly Memory: number
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string }[]>> | null
  }
}

/** All containers of a project, the ended ones too, by service. */
export async function containers(project: ComposeProject): Promise<Container[]> {
  const ids = (await compose(project, 'ps', '--all', '--quiet')).trim().split('\n')
  const inspected = JSON.parse(await docker(project, 'inspect', ...ids)) as Inspected[]
  return inspected
    .map(({ State, Config, HostConfig, Mounts }) => ({
      service: Config.Labels['com.docker.compose.service'] ?? '',
      state: State.Status,
      exitCode: State.ExitCode,
      health: State.Health?.Status,
      hosts: Object.values(HostConfig.PortBindings ?? {}).flatMap((bindings) =>
        bindings.map(({ HostIp }) => HostIp),
      ),
      user: Config.User,
      readOnly: HostConfig.ReadonlyRootfs,
      memory: HostConfig.Memory,
      volumes: Mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name ? [Name] : [])),
    }))
    .sort((a, b) => a.service.localeCompare(b.service))
}
