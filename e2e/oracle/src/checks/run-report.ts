import type { ObjectStore } from '../store.ts'
import type { Difference, Kind, PerKind } from '../verdict.ts'

/** What both the judge and a batch job count, in records. */
const COUNTED = ['clean', 'duplicates', 'quarantined'] as const
export type TableCounts = Readonly<Record<(typeof COUNTED)[number], PerKind>>

interface RunReport extends Partial<TableCounts> {
  readonly run_id: string
  /** ISO 8601. */
  readonly made_at: string
}

/** The newest report of a cleaning run, `runs/{run id}.json`, tells the counts that the judge finds. */
export async function checkRunReport(
  store: ObjectStore,
  found: TableCounts,
): Promise<Difference[]> {
  const keys = (await store.list('runs/')).filter((key) => key.endsWith('.json'))
  const reports = await Promise.all(keys.map((key) => readReport(store, key)))
  const newest = reports
    .filter(({ clean }) => clean !== undefined)
    .reduce<RunReport | undefined>((a, b) => (a && a.made_at > b.made_at ? a : b), undefined)
  if (!newest) return [{ kind: 'counts-differ', what: 'no run of the batch job has left a report' }]
  return COUNTED.flatMap((name) =>
    (Object.entries(found[name]) as [Kind, number][]).flatMap(([kind, count]) => {
      const told = newest[name]?.[kind]
      if (told === count) return []
      const what = `run ${newest.run_id} tells ${told} ${name} of ${kind}, but there are ${count}`
      return [{ kind: 'counts-differ' as const, what }]
    }),
  )
}

async function readReport(store: ObjectStore, key: string): Promise<RunReport> {
  return JSON.parse(Buffer.from((await store.get(key)).body).toString()) as RunReport
}
