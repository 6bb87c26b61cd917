import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Host } from '../host.ts'
import { findProgram } from '../prerequisites/prerequisites.ts'
import { java } from '../prerequisites/programs.ts'
import type { Command } from '../process/guarded.ts'

/** A main class of Kafka's jars with its arguments. */
export interface JavaMain {
  /** The folder of the jars. */
  readonly libs: string
  /** The folder that holds log4j2.properties. */
  readonly dir: string
  readonly flags: readonly string[]
  readonly main: readonly string[]
}

export const SMALL_HEAP = '-Xmx512m'
export const SERIAL_GC = '-XX:+UseSerialGC'
/** Small heap, no helper threads: a broker of this size needs no more. */
export const SMALL_JVM = [SMALL_HEAP, SERIAL_GC]
/** Nearly halves the start; a benchmark leaves it off. */
export const QUICK_START = '-XX:TieredStopAtLevel=1'

/** The command that runs a main class of Kafka. */
export async function javaCommand(
  host: Host,
  { libs, dir, flags, main }: JavaMain,
): Promise<Command> {
  const { file } = await findProgram(java, host.env)
  const log4j = `-Dlog4j2.configurationFile=${pathToFileURL(join(dir, 'log4j2.properties'))}`
  return {
    file,
    args: [...flags, log4j, '-cp', join(libs, '*'), ...main],
    env: host.env,
  }
}
