import { join, resolve } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { chooseBackend } from '../backend.ts'
import { type Component, RunnerComponent } from '../component.ts'
import { type ComponentOptions, defaultHost, temporaryDir } from '../host.ts'
import { freePort } from '../ports.ts'
import type { DatabaseAccess } from './access.ts'
import { containerMariaDb } from './container.ts'
import { nativeMariaDb } from './native.ts'

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
  const { host = defaultHost() } = options
  const backend = await chooseBackend(options)
  const dir = resolve(options.dir ?? temporaryDir('mariadb-data'))
  const access = await accessOf(options)
  const server = { dir, access, logFile: join(dir, 'mariadb.log') }
  const component = new RunnerComponent({
    name: 'MariaDB',
    ports: [{ port: access.port, setting: options.portSetting ?? 'MYSQL_PORT' }],
    runner: backend === 'containers' ? containerMariaDb(server) : await nativeMariaDb(host, server),
    ready: () => answers(access),
  })
  await component.start()
  return Object.assign(component, access)
}

async function accessOf(options: MariaDbOptions): Promise<DatabaseAccess> {
  return {
    host: HOST,
    port: options.port ?? (await freePort()),
    user: options.user ?? 'pinpipe',
    password: options.password ?? 'pinpipe',
    database: options.database ?? 'pinterest_data',
  }
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
