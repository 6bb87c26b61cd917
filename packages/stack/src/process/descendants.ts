import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Every running process's parent. */
export type Parents = ReadonlyMap<number, number>

/** The processes below `pid`, from its children down. */
export function descendantsOf(pid: number, parents: Parents): number[] {
  const children = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child)
  return children.flatMap((child) => [child, ...descendantsOf(child, parents)])
}

/** Reads the process table: from /proc, else from ps. */
export function processParents(): Parents {
  return new Map(existsSync('/proc/self/stat') ? fromProc() : fromPs())
}

function fromProc(): [number, number][] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  return pids.flatMap((pid): [number, number][] => {
    try {
      // "pid (name) state parent …"; the name may hold anything.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return [[Number(pid), Number(parent)]]
    } catch {
      return [] // It has ended meanwhile.
    }
  })
}

function fromPs(): [number, number][] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number)
      return [pid ?? 0, parent ?? 0]
    })
}
