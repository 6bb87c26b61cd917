import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PerKind, S3Location } from '@pinpipe/oracle'
import { freePort } from '@pinpipe/stack'
import type { Answer, Delivered } from './sql-answers.ts'

/** What `npm start -- --json` prints; `posts` counts posts, everything else records. */
export interface StartDocument {
  readonly posts: number
  readonly sent: number
  readonly acknowledged: number
  readonly unknown: number
  readonly landed: number
  readonly objects: number
  readonly clean: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
  readonly answers: Readonly<Record<string, Answer>>
  readonly ok: boolean
}

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const ID = '0a1b2c3d4e5f'
const HOST = '127.0.0.1'
const PORTS = [
  ...(['GATEWAY_PORT', 'KAFKA_PORT', 'LOCALSTACK_PORT', 'MYSQL_PORT'] as const),
  ...(['GATEWAY_ADMIN_PORT', 'S3_SINK_ADMIN_PORT', 'EMULATOR_ADMIN_PORT'] as const),
]
type Ports = Readonly<Record<(typeof PORTS)[number], number>>

/** Where one system listens and keeps its state. */
export interface Place {
  readonly dir: string
  readonly ports: Ports
}

/** A place of its own for the tests: `dir` must exist, the ports are free ones. */
export async function newPlace(dir: string): Promise<Place> {
  const ports = await Promise.all(PORTS.map(async (name) => [name, await freePort()] as const))
  return { dir, ports: Object.fromEntries(ports) as Ports }
}

/** This process's environment, with a place's ports and folder as settings. */
export function placeEnvironment({ dir, ports }: Place): NodeJS.ProcessEnv {
  const settings = Object.entries(ports).map(([name, port]) => [name, String(port)])
  return { ...process.env, ...Object.fromEntries(settings), PIPELINE_DIR: dir }
}

/** A run of `npm start` and the addresses of what it started. */
export class StartedSystem {
  readonly id = ID
  readonly place: Place
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #stdout = ''
  #stderr = ''

  /** @param args what stands behind `npm start --` */
  constructor(place: Place, args: readonly string[]) {
    this.place = place
    this.#child = spawn(process.execPath, ['bootstrap.mjs', 'start', ...args], {
      cwd: ROOT,
      env: placeEnvironment(place),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child.stdout?.on('data', (bytes: Buffer) => {
      this.#stdout += bytes.toString()
    })
    this.#child.stderr?.on('data', (bytes: Buffer) => {
      this.#stderr += bytes.toString()
    })
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null)
  }

  get gateway(): string {
    return `http://${HOST}:${this.place.ports.GATEWAY_PORT}`
  }

  get brokers(): string[] {
    return [`${HOST}:${this.place.ports.KAFKA_PORT}`]
  }

  get s3(): S3Location {
    return {
      endpoint: `http://${HOST}:${this.place.ports.LOCALSTACK_PORT}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      bucket: `user-${ID}-bucket`,
    }
  }

  get ledgerFile(): string {
    return join(this.place.dir, 'run', 'ledger.jsonl')
  }

  /** What it has said on standard error, for a failed test's message. */
  get said(): string {
    return this.#stderr
  }

  /** Resolves with the document when it is printed. @throws {Error} when the run ends without one. */
  async document(): Promise<StartDocument> {
    for (;;) {
      const line = this.#stdout.split('\n').find((text) => text.startsWith('{'))
      if (line !== undefined && this.#stdout.includes(`${line}\n`)) {
        return JSON.parse(line) as StartDocument
      }
      const next = once(this.#child.stdout ?? this.#child, 'data').then(() => undefined)
      const code = await Promise.race([next, this.#ended.then((exit) => ({ exit }))])
      if (code) throw new Error(`npm start ended with ${code.exit}:\n${this.#stderr}`)
    }
  }

  /** The records that the ledger calls acknowledged. */
  async delivered(): Promise<Delivered[]> {
    const lines = (await readFile(this.ledgerFile, 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
    const entries = lines.map((line) => JSON.parse(line) as Delivered & { type: string })
    return entries.filter(({ type }) => type === 'ack')
  }

  /** The exit code of a run that ends by itself. */
  exited(): Promise<number | null> {
    return this.#ended
  }

  /** Presses Ctrl-C, if it still runs. @returns its exit code */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) this.#child.kill('SIGINT')
    return this.#ended
  }
}
