// Part of bootstrap.mjs: runs on the host's Node with nothing installed.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const SHELL = /sh$/

/**
 * Remembers who started this process: its parent, and npm where that is the parent's parent, for a shell
 * between the two outlives an npm that is killed.
 * @returns tells whether one of them is gone, which gives its child to another parent
 */
export function rememberParents(env) {
  const byNpm = env.npm_lifecycle_event !== undefined
  const shell = byNpm && SHELL.test(nameAndParent(process.ppid).name)
  const parents = () => [process.ppid, shell && nameAndParent(process.ppid).parent].join()
  const first = parents()
  return () => parents() !== first
}

/** Nothing of a process that has ended. */
function nameAndParent(pid) {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
  } catch {
    return {}
  }
}

function fromProc(pid) {
  // "pid (name) state parent …"; the name may hold anything
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const end = stat.lastIndexOf(')')
  const [, parent] = stat.slice(end + 2).split(' ')
  return { name: stat.slice(stat.indexOf('(') + 1, end), parent }
}

function fromPs(pid) {
  const args = ['-o', 'ppid=,comm=', '-p', String(pid)]
  const [, parent, name] = /(\d+)\s+(.*)/.exec(execFileSync('ps', args, { encoding: 'utf8' })) ?? []
  return { name: name?.trimEnd(), parent }
}
