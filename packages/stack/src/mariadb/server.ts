import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../host.ts'
import type { MariaDbFiles } from '../setup/mariadb.ts'
import { runCommand } from '../setup/run.ts'
import { type DatabaseAccess, SERVER_ARGS } from './access.ts'

/** What a private server is made of. */
export interface PrivateServer {
  readonly host: Host
  readonly files: MariaDbFiles
  /** Where the state lives, and the short folder that links to it. */
  readonly dir: string
  readonly short: string
  /** The data folder, by its short path. */
  readonly data: string
  readonly access: DatabaseAccess
}

/** Links the folders under a short path and, the first time, makes the system tables. */
export async function prepare({
  host,
  files,
  dir,
  short,
  data,
  access,
}: PrivateServer): Promise<void> {
  await mkdir(dir, { recursive: true })
  await link(files.baseDir, join(short, 'base'))
  await link(dir, join(short, 'state'))
  await writeFile(join(short, 'init.sql'), initSql(access), { mode: 0o600 })
  if (existsSync(data)) return
  const fresh = `${data}.new`
  await rm(fresh, { recursive: true, force: true })
  const makeTables = ['--auth-root-authentication-method=normal', '--skip-test-db']
  await runCommand({
    file: join(short, 'base', files.installDb),
    args: [...commonArgs(short, fresh), ...makeTables],
    env: host.env,
  })
  await rename(fresh, data)
}

/** Major and minor, as in `11.4`. */
export async function serverVersion(
  host: Host,
  { baseDir, server }: MariaDbFiles,
): Promise<string> {
  const file = join(baseDir, server)
  const said = await runCommand({ file, args: ['--no-defaults', '--version'], env: host.env })
  return /Ver (\d+\.\d+)/.exec(said)?.[1] ?? 'unknown'
}

async function link(target: string, path: string): Promise<void> {
  await rm(path, { force: true })
  await symlink(target, path)
}

/** Runs at each start, before the first connection. */
function initSql({ user, password, database }: DatabaseAccess): string {
  return [
    `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4;`,
    `CREATE OR REPLACE USER '${user}'@'%' IDENTIFIED BY '${password}';`,
    `GRANT ALL ON \`${database}\`.* TO '${user}'@'%';`,
    '',
  ].join('\n')
}

/** The server's arguments: loopback only, everything below its own folders. */
export function serverArgs({ short, data, access }: PrivateServer): string[] {
  return [
    ...commonArgs(short, data),
    `--socket=${join(short, 'sock')}`,
    `--pid-file=${join(short, 'pid')}`,
    `--port=${access.port}`,
    `--bind-address=${access.host}`,
    `--init-file=${join(short, 'init.sql')}`,
    ...SERVER_ARGS,
  ]
}

function commonArgs(short: string, data: string): string[] {
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  return ['--no-defaults', `--basedir=${join(short, 'base')}`, `--datadir=${data}`, ...user]
}
