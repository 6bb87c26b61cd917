import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Place } from './place.ts'

/** What a run in a place has left: command lines of its processes, and ports that still listen, by setting. */
export async function leftBehind({ dir, ports }: Place): Promise<string[]> {
  const open = Object.entries(ports).map(async ([name, port]) =>
    (await isOpen(port)) ? [name] : [],
  )
  return [...processesOf(dir), ...(await Promise.all(open)).flat()]
}

/** Command lines of all processes that were started for `dir`: their environment or arguments name it. */
export function processesOf(dir: string): string[] {
  return startedFor(dir).map((pid) => read(pid, 'cmdline'))
}

/** Of those processes, the ids of all whose command line has `text` in it. */
export function pidsOf(dir: string, text: string): number[] {
  const found = startedFor(dir).filter((pid) => read(pid, 'cmdline').includes(text))
  return found.map(Number)
}

/** The ids of the processes that a process has started, while both run. */
export function childrenOf(pid: number): number[] {
  return read(String(pid), `task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
}

function startedFor(dir: string): string[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.filter((pid) => `${read(pid, 'environ')}${read(pid, 'cmdline')}`.includes(dir))
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ')
  } catch {
    // It has ended since the folder was listed, or is another user's
    return ''
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
