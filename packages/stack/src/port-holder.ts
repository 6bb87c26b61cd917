import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'

/** The process that listens on a port. */
export interface PortHolder {
  readonly pid: number
  /** Its program's name and its arguments, cut at the front to 80 characters. */
  readonly command: string
}

const LISTEN_STATE = '0A'
const COMMAND_CHARS = 80

/** The inodes of the sockets that listen on `port`, from the text of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): string[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, local = '', , state]) =>
        state === LISTEN_STATE && Number.parseInt(local.split(':')[1] ?? '', 16) === port,
    )
    .flatMap((fields) => fields[9] ?? [])
}

/** Who listens on `port`, where /proc tells it: on Linux, and for processes of the same user. */
export async function portHolder(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  const sockets = new Set(
    tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`),
  )
  if (sockets.size === 0) return undefined
  const entries = await readdir('/proc').catch(() => [])
  for (const pid of entries.filter((entry) => /^\d+$/.test(entry))) {
    if (await holdsOne(pid, sockets)) return { pid: Number(pid), command: await commandOf(pid) }
  }
  return undefined
}

async function holdsOne(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const open = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(
    open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  )
  return links.some((link) => sockets.has(link))
}

async function commandOf(pid: string): Promise<string> {
  return commandText(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''))
}

/** What a process runs, for people, from the text of its /proc/…/cmdline; the end of a long one tells most. */
export function commandText(cmdline: string): string {
  const [program = '', ...rest] = cmdline.split('\0')
  const name = basename(program)
  const args = rest.join(' ').trim()
  const room = COMMAND_CHARS - name.length - 1
  return `${name} ${args.length > room ? `…${args.slice(1 - room)}` : args}`.trim()
}
