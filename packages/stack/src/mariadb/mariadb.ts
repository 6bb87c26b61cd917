import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { type ComponentOptions, defaultHost, temporaryDir } from '../host.ts'
import { freePort } from '../ports.ts'
import { type Component, ProcessComponent } from '../process/component.ts'
import { mariaDbFiles } from '../setup/mariadb.ts'
import { type DatabaseAccess, prepare, serverArgs, serverVersion } from './server.ts'

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
const MAX_FOLDER_CHARS = 60

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
  const short = temporaryDir('mariadb', shortFolder())
  // A server cannot read the files of a newer one, and the host's server may come, go and change.
  const data = join(short, 'state', `data-${await serverVersion(host, files)}`)
  const server = { host, files, dir, short, data, access }
  const component = new ProcessComponent({
    name: 'MariaDB',
    logFile: join(dir, 'mariadb.log'),
    ports: [{ port: access.port, setting: options.portSetting ?? 'MYSQL_PORT' }],
    prepare: () => prepare(server),
    command: () => ({
      file: join(short, 'base', files.server),
      args: serverArgs(server),
      env: host.env,
    }),
    ready: () => answers(access),
    hint: 'Look at the log; `npm start -- --fresh` drops its state.',
  })
  await component.start()
  return Object.assign(component, access)
}

/** Its scripts fail on blanks in paths, and a socket's path is limited to 108 characters. */
function shortFolder(): string {
  const folder = tmpdir()
  return folder.includes(' ') || folder.length > MAX_FOLDER_CHARS ? '/tmp' : folder
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
