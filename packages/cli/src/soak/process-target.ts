import type { RunContext } from '../context.ts'
import { judgeStreams } from '../start/judging.ts'
import { catchUp } from '../start/stream.ts'
import { BATCH_ONLY, type Halves } from '../system/halves.ts'
import { emulate } from '../system/jobs.ts'
import { type System, startSystem } from '../system/system.ts'
import type { Harm, SoakTarget, StreamEnd } from './target.ts'

/** The order of the kills: from the front door to the source. */
const VICTIMS = ['gateway', 'sink', 'kafka', 'mariadb'] as const
/** The way of a post into the stream tables, but for LocalStack: killed, it would lose what it holds. */
const STREAM_VICTIMS = ['gateway', 'kafka', 'producer', 'stream'] as const
/** One emulation for both halves. */
const BOTH: Halves = { batch: true, stream: 'kafka' }

/** The pipeline as `npm start` runs it. @throws as `startSystem` does */
export async function processTarget(
  { stream }: { readonly stream: boolean },
  context: RunContext,
): Promise<SoakTarget> {
  const system = await startSystem({ fresh: false, halves: stream ? BOTH : BATCH_ONLY }, context)
  const { id, addresses, credentials, paths, operations, jobs, components } = system
  const harms = (stream ? STREAM_VICTIMS : VICTIMS).map((name): Harm => {
    const inflict = async () => {
      await components[name]?.kill()
      await components[name]?.start()
    }
    return { component: name === 'stream' ? 'stream job' : name, what: 'kill -9', inflict }
  })
  return {
    operations,
    jobs,
    harms,
    emulate: (options) => emulate({ ...options, ledger: paths.ledger }, jobs),
    evidence: {
      id,
      ledgerFile: paths.ledger,
      s3: {
        endpoint: addresses.s3,
        region: addresses.region,
        bucket: addresses.bucket,
        credentials,
      },
      kafka: { brokers: [addresses.brokers] },
    },
    ...(stream && { stream: streamEnd(system) }),
    stop: () => system.stop(),
  }
}

function streamEnd(system: System): StreamEnd {
  return {
    arrived: (posts, progress) => catchUp(system, posts, progress),
    judge: () => judgeStreams({ feed: 'kafka', besideBatch: false, unharmed: false }, system),
  }
}
