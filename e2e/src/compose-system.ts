import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { judge, judgeStream } from '@pinpipe/oracle'
import { type ComposeProject, compose } from '@pinpipe/stack'
import { Bucket } from './bucket.ts'
import { type Place, placeEnvironment, ROOT } from './place.ts'
import { type BatchDocument, RunningSystem, type StartDocument } from './system.ts'

const LEDGER = '/data/ledger.jsonl'
/** compose puts it before a log's lines, also where no terminal is. */
const ERASE_LINE = '\u001b[2K'

/** A run of `docker compose --profile all up`, both halves, as a project of its own on the ports of its place. */
export class ComposeSystem extends RunningSystem {
  readonly project: ComposeProject

  constructor(place: Place, posts: number) {
    super(place)
    const env = {
      ...placeEnvironment(place),
      ...{ EMULATOR_POSTS: String(posts), PIPELINE_ID: this.id, COMPOSE_PROFILES: 'all' },
    }
    this.project = { root: ROOT, name: `pinpipe-e2e-${process.pid}`, env }
  }

  get ledgerFile(): string {
    return join(this.place.dir, 'ledger.jsonl')
  }

  /** Builds and starts everything; `--wait` ends once answers and proofs are there. */
  async document(): Promise<StartDocument> {
    await compose(this.project, 'up', '--build', '--detach', '--wait')
    const ledger = ['run', '--rm', '--no-deps', '-T', '--entrypoint', 'cat', 'emulator', LEDGER]
    await mkdir(dirname(this.ledgerFile), { recursive: true })
    await writeFile(this.ledgerFile, await compose(this.project, ...ledger))
    const { id, s3, ledgerFile, brokers } = this
    const batch = await judge({ id, s3, ledgerFile, kafka: { brokers } })
    const stages = ['feed', 'tables', 'batch', 'same-posts'] as const
    const stream = await judgeStream({ id, s3, ledgerFile, stages, feed: 'kafka', kinesis: s3 })
    return {
      ...batch.counts,
      stream: stream.counts,
      ok: batch.ok && stream.ok,
      answers: await this.#answers(),
    }
  }

  /** What the run report of the only run says. */
  async #answers(): Promise<StartDocument['answers']> {
    const bucket = new Bucket(this.s3)
    try {
      const [key = ''] = await bucket.keys('runs/')
      return (await bucket.readJson<BatchDocument>(key)).answers
    } finally {
      bucket.close()
    }
  }

  /** What the one-shot container of a service has printed. */
  async log(service: string): Promise<string> {
    const said = await compose(this.project, 'logs', '--no-log-prefix', '--no-color', service)
    return said.replaceAll(ERASE_LINE, '')
  }

  async runBatch(): Promise<BatchDocument> {
    const job = ['batch', '--memory', '1g', '--json']
    const said = await compose(this.project, 'run', '--rm', '--no-deps', '-T', 'spark', ...job)
    return JSON.parse(said) as BatchDocument
  }

  async stop(): Promise<number> {
    await compose(this.project, 'down', '--volumes', '--rmi', 'local')
    return 0
  }
}
