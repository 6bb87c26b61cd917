import { jsonObject } from './json.ts'
import { mapBounded, type ObjectStore } from './store.ts'
import { type Difference, KINDS, type Kind, type PerKind } from './verdict.ts'

/** What both the judge and a batch job count, in records. */
export const COUNTED = ['clean', 'duplicates', 'quarantined'] as const
export type TableCounts = Readonly<Record<(typeof COUNTED)[number], PerKind>>

/** What a run of the batch job says of itself; only a run that cleans counts. */
export interface RunReport extends Partial<TableCounts> {
  readonly run_id: string
  /** ISO 8601. */
  readonly made_at: string
  readonly ok?: unknown
  readonly published?: unknown
  readonly lines?: PerKind
  readonly kinds?: Readonly<Record<string, { readonly ok?: unknown }>>
}

/** The reports of all runs, and what could not be read as one. */
export interface Runs {
  readonly reports: readonly RunReport[]
  readonly differences: readonly Difference[]
}

/** Reads every report of the batch job, `runs/{run id}.json`. */
export async function readRunReports(store: ObjectStore): Promise<Runs> {
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

/** What a report tells against its own run: that it is not ok, or figures that do not tie. */
export function faultsOf(run: RunReport): Difference[] {
  const tell = (what: string): Difference => ({
    kind: 'run-not-ok',
    object: `runs/${run.run_id}.json`,
    what: `run ${run.run_id} tells ${what}`,
  })
  const figures = run.clean === undefined ? [] : KINDS.filter((kind) => !ties(run, kind))
  return [
    ...(run.ok === true ? [] : [tell('that it is not ok')]),
    ...figures.map((kind) => tell(`figures of ${kind} that are not ok`)),
  ]
}

function ties({ kinds, lines, clean, duplicates, quarantined }: RunReport, kind: Kind): boolean {
  const sum = [clean, duplicates, quarantined].reduce((all, each) => all + (each?.[kind] ?? NaN), 0)
  return kinds?.[kind]?.ok === true && lines?.[kind] === sum
}
