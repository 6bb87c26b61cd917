import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { type ComponentOptions, defaultHost, type Host, temporaryDir } from '../host.ts'
import { freePort } from '../ports.ts'
import { type Component, ProcessComponent } from '../process/component.ts'
import { type MariaDbFiles, mariaDbFiles } from '../setup/mariadb.ts'
import { runCommand } from '../setup/run.ts'

/** How to reach a database. */
export interface DatabaseAccess {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** A private MariaDB server on loopback with one database and one user that may do everything in it. */
export interface MariaDb extends Component, DatabaseAccess {}

/** Names as SQL may hold them unquoted; the password without quotes and backslashes. */
export interface MariaDbOptions extends ComponentOptions {
  /** Default `pinpipe`. */
  readonly user?: string
  /** Default `pinpipe`: the server is private to this host and holds made-up data. */
  readonly password?: string
  /** Default `pinterest_data`. */
  readonly database?: string
}

const HOST = '127.0.0.1'

/** Starts the server and waits until the user's query is answered. */
export async function startMariaDb(options: MariaDbOptions = {}): Promise<MariaDb> {
  const host = options.host ?? defaultHost()
  const files = await mariaDbFiles(host)
  const dir = resolve(options.dir ?? temporaryDir('mariadb-data'))
  const access: DatabaseAccess = {
    host: HOST,
    port: options.port ?? (await freePort()),
    user: options.user ?? 'pinpipe',
    password: options.password ?? 'pinpipe',
    database: options.database ?? 'pinterest_data',
  }
  // Its scripts fail on blanks in paths, and a socket's path is limited to 108 characters.
  const short = temporaryDir('mariadb')
  // A server cannot read the files of a newer one, and the host's server may come, go and change.
  const data = join(short, 'state', `data-${await serverVersion(host, files)}`)
  const component = new ProcessComponent({
    name: 'MariaDB',
    logFile: join(dir, 'mariadb.log'),
    ports: [{ port: access.port, setting: options.portSetting ?? 'MYSQL_PORT' }],
    prepare: () => prepare({ host, files, dir, short, data, access }),
    command: () => ({
      file: join(short, 'base', files.server),
      args: serverArgs(short, data, access.port),
      env: host.env,
    }),
    ready: () => answers(access),
    hint: 'Look at the log; `npm start -- --fresh` drops its state.',
  })
  await component.start()
  return Object.assign(component, access)
}

function serverArgs(short: string, data: string, port: number): string[] {
  return [
    ...commonArgs(short, data),
    `--socket=${join(short, 'sock')}`,
    `--pid-file=${join(short, 'pid')}`,
    `--port=${port}`,
    `--bind-address=${HOST}`,
    `--init-file=${join(short, 'init.sql')}`,
    '--skip-name-resolve',
    // Making its keys takes seconds at each start, for a server that only loopback reaches.
    '--skip-ssl',
    '--skip-log-bin',
    '--innodb-buffer-pool-size=256M',
    // A killed server loses nothing; only a crash of the whole host could lose the last second.
    '--innodb-flush-log-at-trx-commit=2',
    '--max-allowed-packet=64M',
  ]
}

function commonArgs(short: string, data: string): string[] {
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  return ['--no-defaults', `--basedir=${join(short, 'base')}`, `--datadir=${data}`, ...user]
}

interface Preparation {
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
async function prepare({ host, files, dir, short, data, access }: Preparation): Promise<void> {
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
async function serverVersion(host: Host, { baseDir, server }: MariaDbFiles): Promise<string> {
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

async function answers(access: DatabaseAccess): Promise<boolean> {
  const connection = await createConnection({ ...access, connectTimeout: 2_000 })
  try {
    await connection.query('SELECT 1')
    return true
  } finally {
    await connection.end()
  }
}
