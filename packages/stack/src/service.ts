import { basename, dirname, join } from 'node:path'
import { type Component, RunnerComponent } from './component.ts'
import { temporaryDir } from './host.ts'
import type { PortClaim } from './ports.ts'
import { processRunner } from './process/runner.ts'

/** One of this repository's services, built. */
export interface ServiceOptions {
  readonly name: string
  /** Its built main.js. */
  readonly entry: string
  readonly args?: readonly string[]
  /** The whole environment: nothing is added to it. */
  readonly env: NodeJS.ProcessEnv
  /** Its /readyz: it serves once this answers 200. */
  readonly readyUrl: string
  /** Default: the folder above the one that holds `entry`. */
  readonly cwd?: string
  /** Default: in a temporary folder. */
  readonly logFile?: string
  /** Ports to check before each start; one in use gives a message with its setting. */
  readonly ports?: readonly PortClaim[]
  /** Milliseconds until it must be ready. Default 60,000. */
  readonly timeoutMs?: number
}

const READY_TIMEOUT_MS = 2_000

/** Runs a service with this process's Node and waits until it is ready. `kill` is kill -9 for it. */
export async function startService(options: ServiceOptions): Promise<Component> {
  const { name, entry, args = [], env, readyUrl, ports = [], timeoutMs } = options
  const cwd = options.cwd ?? join(dirname(entry), '..')
  const runner = processRunner({
    logFile: options.logFile ?? join(temporaryDir(basename(name)), `${basename(name)}.log`),
    hint: `Its log names what it waits for; ${readyUrl} says the same.`,
    command: () => ({ file: process.execPath, args: [entry, ...args], env, cwd }),
  })
  const component = new RunnerComponent({
    name,
    ports,
    runner,
    ready: () => isReady(readyUrl),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  await component.start()
  return component
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(READY_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`)
  await response.body?.cancel()
  return true
}
