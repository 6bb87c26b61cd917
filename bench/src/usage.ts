import type { ProcessReading } from './processes.ts'

/** Which processes below the benchmark count: all of them, or those that the measured work starts. */
export type Scope = 'all' | 'started'

/** CPU seconds and the highest sum of resident memory; null where nothing was read. */
export interface Usage {
  readonly cpuS: number | null
  readonly rssMb: number | null
}

/**
 * Adds up what the processes below `root` use, from repeated readings of the process table. `root`
 * itself does not count. A process is known by pid and start, and stays known when its parent ends.
 * What a process uses after the last reading that shows it is not seen, and memory that processes
 * share counts for each.
 */
export class UsageMeter {
  readonly #root: number
  readonly #scope: Scope
  readonly #known = new Map<string, { readonly from: number; cpuS: number }>()
  readonly #ignored = new Set<string>()
  #readings = 0
  #peakMb = 0

  constructor(root: number, scope: Scope) {
    this.#root = root
    this.#scope = scope
  }

  add(readings: readonly ProcessReading[]): void {
    const first = this.#readings++ === 0
    let rssMb = 0
    for (const reading of this.#below(readings)) {
      const id = identity(reading)
      if (first && this.#scope === 'started') this.#ignored.add(id)
      if (this.#ignored.has(id)) continue
      const known = this.#known.get(id) ?? { from: first ? reading.cpuS : 0, cpuS: 0 }
      known.cpuS = reading.cpuS
      this.#known.set(id, known)
      rssMb += reading.rssMb
    }
    this.#peakMb = Math.max(this.#peakMb, rssMb)
  }

  usage(): Usage {
    if (this.#known.size === 0) return { cpuS: null, rssMb: null }
    const cpuS = [...this.#known.values()].reduce((sum, { from, cpuS }) => sum + cpuS - from, 0)
    return { cpuS, rssMb: this.#peakMb }
  }

  #below(readings: readonly ProcessReading[]): ProcessReading[] {
    const children = Map.groupBy(readings, ({ parent }) => parent)
    const found = new Map<string, ProcessReading>()
    const visit = (reading: ProcessReading) => {
      if (found.has(identity(reading))) return
      found.set(identity(reading), reading)
      children.get(reading.pid)?.forEach(visit)
    }
    children.get(this.#root)?.forEach(visit)
    readings.filter((reading) => this.#known.has(identity(reading))).forEach(visit)
    return [...found.values()]
  }
}

const identity = ({ pid, start }: ProcessReading): string => `${pid} ${start}`
