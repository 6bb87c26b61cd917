import type { RunContext } from '../context.ts'
import { BATCH_ONLY } from '../system/halves.ts'
import { emulate } from '../system/jobs.ts'
import { startSystem } from '../system/system.ts'
import type { Harm, SoakTarget } from './target.ts'

/** The order of the kills: from the front door to the source. */
const VICTIMS = ['gateway', 'sink', 'kafka', 'mariadb'] as const

/** The pipeline as `npm start` runs it. @throws as `startSystem` does */
export async function processTarget(context: RunContext): Promise<SoakTarget> {
  const system = await startSystem({ fresh: false, halves: BATCH_ONLY }, context)
  const { id, addresses, credentials, paths, operations, jobs, components } = system
  const harms = VICTIMS.map((component): Harm => {
    const inflict = async () => {
      await components[component]?.kill()
      await components[component]?.start()
    }
    return { component, what: 'kill -9', inflict }
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
    stop: () => system.stop(),
  }
}
