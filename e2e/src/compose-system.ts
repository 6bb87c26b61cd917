import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { judge } from '@pinpipe/oracle'
import { type ComposeProject, compose } from '@pinpipe/stack'
import { Bucket } from './bucket.ts'
import { type Place, placeEnvironment, ROOT } from './place.ts'
import { type BatchDocument, RunningSystem, type StartDocument } from './system.ts'

const LEDGER = '/data/ledger.jsonl'
/** compose puts it before a log's lines, also where no terminal is. */
const ERASE_LINE = '\u001b[2K'

/** A run of `docker compose up`, as a project of its own on the ports of its place. */
export class ComposeSystem extends RunningSystem {
  readonly project: ComposeProject

  constructor(place: Place, posts: number) {
    super(place)
    const env = {
      ...placeEnvironment(place),
      ...{ EMULATOR_POSTS: String(posts), PIPELINE_ID: this.id },
    }
    this.project = { root: ROOT, name: `pinpipe-e2e-${process.pid}`, env }
  }

  get ledgerFile(): string {
    return join(this.place.dir, 'ledger.jsonl')
  }

  /** Builds and starts everything; `--wait` ends once the answers are there. */
  async document(): Promise<StartDocument> {
    await compose(this.project, 'up', '--build', '--detach', '--wait')
    const ledger = ['run', '--rm', '--no-deps', '-T', '--entrypoint', 'cat', 'emulator', LEDGER]
    await mkdir(dirname(this.ledgerFile), { recursive: true })
    await writeFile(this.ledgerFile, await compose(this.project, ...ledger))
    const { id, s3, ledgerFile, brokers } = this
    const { ok, counts } = await judge({ id, s3, ledgerFile, kafka: { brokers } })
    return {
      stream: null,
      ...counts,
      ok,
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
