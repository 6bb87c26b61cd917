import { readProcesses } from './processes.ts'
import { type Scope, type Usage, UsageMeter } from './usage.ts'

/** What a piece of work gave, in how many seconds, and what the processes below this one used for it. */
export interface Measured<T> extends Usage {
  readonly result: T
  readonly seconds: number
}

const EVERY_MS = 250

/** Runs `work` while the process table is read every quarter of a second. */
export async function measure<T>(scope: Scope, work: () => Promise<T>): Promise<Measured<T>> {
  const meter = new UsageMeter(process.pid, scope)
  const read = () => meter.add(readProcesses())
  read()
  const timer = setInterval(read, EVERY_MS)
  try {
    const started = performance.now()
    const result = await work()
    const seconds = (performance.now() - started) / 1000
    read()
    return { result, seconds, ...meter.usage() }
  } finally {
    clearInterval(timer)
  }
}
