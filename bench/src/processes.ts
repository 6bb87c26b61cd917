import { readdirSync, readFileSync } from 'node:fs'

/** A process at one moment: `start` tells apart processes that had the same pid. */
export interface ProcessReading {
  readonly pid: number
  readonly parent: number
  readonly start: string
  readonly cpuS: number
  readonly rssMb: number
}

/** Linux counts CPU time in these for every program, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100
const KB_PER_MB = 1024

/** Every process of this host; empty where there is no /proc. */
export function readProcesses(): ProcessReading[] {
  return pids().flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      return parseProcess(stat, readFileSync(`/proc/${pid}/status`, 'utf8'))
    } catch {
      return [] // it has ended since the folder was listed
    }
  })
}

function pids(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** Reads /proc/{pid}/stat and /proc/{pid}/status (proc(5)). */
export function parseProcess(stat: string, status: string): ProcessReading {
  // the second field is the program's name in brackets, and may hold blanks and brackets
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const field = (number: number) => fields[number - 3] ?? ''
  return {
    pid: Number.parseInt(stat, 10),
    parent: Number(field(4)),
    start: field(22),
    cpuS: (Number(field(14)) + Number(field(15))) / TICKS_PER_SECOND,
    rssMb: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / KB_PER_MB,
  }
}
