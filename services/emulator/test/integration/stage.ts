import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { type Kind, kinds } from '@pinpipe/schema'
import { freePort, type MariaDb, startMariaDb } from '@pinpipe/stack'
import { type Behaviour, startFakeGateway } from '../fakes/gateway.ts'
import { compare, readLedger, startEmulator } from './process.ts'
import { geoOnTheWire, loadTables, pinOnTheWire, userOnTheWire } from './source-tables.ts'

export type FakeGateway = Awaited<ReturnType<typeof startFakeGateway>>

/** Rows in each source table. */
export const ROWS = 300
const ON_THE_WIRE = { pin: pinOnTheWire, geo: geoOnTheWire, user: userOnTheWire }

export const topicOf = (kind: Kind) => `0a1b2c3d4e5f.${kind}`

/** Every row of a table as it is posted, in order. */
export const everyRow = (kind: Kind) => Array.from({ length: ROWS }, (_, n) => ON_THE_WIRE[kind](n))

/** MariaDB with the source tables, and for each post a gateway that behaves as the test says. */
export class Stage {
  readonly database: MariaDb
  readonly #dir: string
  #gateway: FakeGateway | undefined

  private constructor(database: MariaDb, dir: string) {
    this.database = database
    this.#dir = dir
  }

  static async open(): Promise<Stage> {
    const dir = await mkdtemp(join(tmpdir(), 'emulator-'))
    const database = await startMariaDb()
    await loadTables(database, ROWS)
    return new Stage(database, dir)
  }

  get gateway(): FakeGateway {
    if (!this.#gateway) throw new Error('nothing was posted yet')
    return this.#gateway
  }

  /** Starts gateway and emulator: every row once, unless `args` ask for something else. */
  async post(behave: Behaviour | undefined, args: readonly string[], env = {}) {
    this.#gateway = await startFakeGateway(behave)
    const ledger = join(this.#dir, 'ledger.jsonl')
    const emulator = startEmulator(['--posts', `${ROWS}`, '--json', '--ledger', ledger, ...args], {
      EMULATOR_URL: this.gateway.url,
      EMULATOR_ADMIN_PORT: String(await freePort()),
      MYSQL_HOST: this.database.host,
      MYSQL_PORT: String(this.database.port),
      MYSQL_USER: this.database.user,
      MYSQL_PASSWORD: this.database.password,
      MYSQL_DATABASE: this.database.database,
      ...env,
    })
    return { ...emulator, ledger: () => readLedger(ledger) }
  }

  /** Every stored record is acknowledged with its bytes, or explained by an attempt. */
  async expectExplained(ledger: () => ReturnType<typeof readLedger>): Promise<void> {
    const lines = await ledger()
    for (const topic of kinds.map(topicOf)) {
      const differences = compare(lines, topic, this.gateway.stored(topic))
      expect(differences).toEqual({ wrong: [], unexplained: [] })
    }
  }

  async stopGateway(): Promise<void> {
    await this.#gateway?.stop()
    this.#gateway = undefined
  }

  async close(): Promise<void> {
    await this.database.stop()
    await rm(this.#dir, { recursive: true })
  }
}
