import { readFile } from 'node:fs/promises'
import type { Kind, PerKind, S3Location } from '@pinpipe/oracle'
import type { Place } from './place.ts'
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
  /** Null where the stream half did not run. */
  readonly stream: {
    readonly sent: number
    readonly rows: PerKind
    readonly duplicates: PerKind
    readonly quarantined: PerKind
  } | null
  readonly ok: boolean
}

/** What the batch job says of one kind: `reasons` and `extra_columns` are of this run alone. */
export interface KindReport {
  readonly reasons: Readonly<Record<string, number>>
  readonly extra_columns: Readonly<Record<string, number>>
}

/** What the batch job prints; counts are records over all runs. */
export interface BatchDocument {
  readonly ok: boolean
  readonly clean: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
  readonly answers: Readonly<Record<string, Answer>>
  readonly kinds: Readonly<Record<Kind, KindReport>>
}

const ID = '0a1b2c3d4e5f'
const HOST = '127.0.0.1'

/** A system that was started and has answered, at the same addresses however it runs. */
export abstract class RunningSystem {
  readonly id = ID
  readonly place: Place
  readonly gateway: string
  readonly brokers: readonly string[]
  readonly s3: S3Location

  constructor(place: Place) {
    const { ports } = place
    this.place = place
    this.gateway = `http://${HOST}:${ports.GATEWAY_PORT}`
    this.brokers = [`${HOST}:${ports.KAFKA_PORT}`]
    this.s3 = {
      endpoint: `http://${HOST}:${ports.LOCALSTACK_PORT}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      bucket: `user-${ID}-bucket`,
    }
  }

  abstract get ledgerFile(): string
  /** Resolves when the answers are there. @throws {Error} when the run ends without them. */
  abstract document(): Promise<StartDocument>
  /** Runs the batch job over what has landed since it ran last. */
  abstract runBatch(): Promise<BatchDocument>
  /** Ends everything, if it still runs. @returns the exit code */
  abstract stop(): Promise<number | null>
}

/** The records that the ledger calls acknowledged. */
export async function delivered({
  ledgerFile,
}: Pick<RunningSystem, 'ledgerFile'>): Promise<Delivered[]> {
  const lines = (await readFile(ledgerFile, 'utf8')).split('\n').filter((line) => line !== '')
  const entries = lines.map((line) => JSON.parse(line) as Delivered & { type: string })
  return entries.filter(({ type }) => type === 'ack')
}
