import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const GONE = ''

/** Whether a process of this host has been stopped by SIGSTOP, or is gone: it runs no code now. */
export function isStopped(pid: number): boolean {
  return [GONE, 'T'].includes(stateOf(pid))
}

/** The letter that ps shows first. */
function stateOf(pid: number): string {
  try {
    if (!existsSync('/proc/self/stat')) return fromPs(pid).trim().slice(0, 1)
    // "pid (name) state parent …"; the name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
  } catch {
    return GONE
  }
}

function fromPs(pid: number): string {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
}
