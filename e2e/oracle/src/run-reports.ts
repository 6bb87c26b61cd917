import { jsonObject } from './json.ts'
import { mapBounded, type ObjectStore } from './store.ts'
import type { Difference, PerKind } from './verdict.ts'

/** What both the judge and a batch job count, in records. */
export const COUNTED = ['clean', 'duplicates', 'quarantined'] as const
export type TableCounts = Readonly<Record<(typeof COUNTED)[number], PerKind>>

/** What a run of the batch job says of itself; only a run that cleans counts. */
export interface RunReport extends Partial<TableCounts> {
  readonly run_id: string
  /** ISO 8601. */
  readonly made_at: string
}

/** All reports of the batch job, `runs/{run id}.json`, and those that are none. */
export async function readRunReports(
  store: ObjectStore,
): Promise<{ reports: RunReport[]; differences: Difference[] }> {
  const keys = (await store.list('runs/')).filter((key) => key.endsWith('.json'))
  const read = await mapBounded(keys, async (key) => parse(key, (await store.get(key)).body))
  return {
    reports: read.filter((found) => found !== undefined),
    differences: keys.flatMap((object, at) =>
      read[at]
        ? []
        : [{ kind: 'report-unreadable', object, what: `${object} is not a run report` }],
    ),
  }
}

function parse(key: string, body: Uint8Array): RunReport | undefined {
  const found = jsonObject(body)
  const isReport =
    key === `runs/${String(found?.run_id)}.json` && typeof found?.made_at === 'string'
  return isReport ? (found as unknown as RunReport) : undefined
}
