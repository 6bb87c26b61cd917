import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Runner } from '../component.ts'
import { type Host, temporaryDir } from '../host.ts'
import { processRunner } from '../process/runner.ts'
import { mariaDbFiles } from '../setup/mariadb.ts'
import type { MariaDbSpec } from './access.ts'
import { prepare, serverArgs, serverVersion } from './server.ts'

const MAX_FOLDER_CHARS = 60

/** MariaDB as a process of this host. */
export async function nativeMariaDb(host: Host, spec: MariaDbSpec): Promise<Runner> {
  const { dir, access, logFile } = spec
  const files = await mariaDbFiles(host)
  const short = temporaryDir('mariadb', shortFolder())
  // A server cannot read the files of a newer one, and the host's server may come, go and change.
  const data = join(short, 'state', `data-${await serverVersion(host, files)}`)
  const server = { host, files, dir, short, data, access }
  const file = join(short, 'base', files.server)
  return processRunner({
    logFile,
    hint: 'Look at the log; `npm start -- --fresh` drops its state.',
    prepare: () => prepare(server),
    command: () => ({ file, args: serverArgs(server), env: host.env }),
  })
}

/** Its scripts fail on blanks in paths, and a socket's path is limited to 108 characters. */
function shortFolder(): string {
  const folder = tmpdir()
  return folder.includes(' ') || folder.length > MAX_FOLDER_CHARS ? '/tmp' : folder
}
