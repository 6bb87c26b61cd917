import { existsSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Host } from '../host.ts'
import { findProgram } from '../prerequisites/prerequisites.ts'
import { maven } from '../prerequisites/programs.ts'
import type { Command } from '../process/guarded.ts'

/** The command that runs Maven without questions, with the caches and settings of the host's HOME. */
export async function mavenCommand(host: Host, args: readonly string[]): Promise<Command> {
  const { file } = await findProgram(maven, host.env)
  const home = homeArguments(host.env.HOME || homedir(), userInfo().homedir)
  return { file, args: ['-B', ...home, ...args], env: host.env }
}

/** Java takes the home from the user database and does not see HOME, where a user has set another. */
export function homeArguments(home: string, recorded: string): string[] {
  if (home === recorded) return []
  const settings = join(home, '.m2', 'settings.xml')
  return [
    `-Dmaven.repo.local=${join(home, '.m2', 'repository')}`,
    ...(existsSync(settings) ? ['--settings', settings] : []),
  ]
}
