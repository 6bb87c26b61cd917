import { COUNTED, faultsOf, type RunReport, type TableCounts } from '../run-reports.ts'
import type { Difference, Kind } from '../verdict.ts'

/** The newest report of a cleaning run is ok and tells the counts that the judge finds. */
export function checkRunReport(reports: readonly RunReport[], found: TableCounts): Difference[] {
  const newest = reports
    .filter(({ clean }) => clean !== undefined)
    .reduce<RunReport | undefined>((a, b) => (a && a.made_at > b.made_at ? a : b), undefined)
  if (!newest) return [{ kind: 'counts-differ', what: 'no run of the batch job has left a report' }]
  return [...faultsOf(newest), ...compare(newest, found)]
}

function compare(newest: RunReport, found: TableCounts): Difference[] {
  return COUNTED.flatMap((name) =>
    (Object.entries(found[name]) as [Kind, number][]).flatMap(([kind, count]) => {
      const told = newest[name]?.[kind]
      if (told === count) return []
      const what = `run ${newest.run_id} tells ${told} ${name} of ${kind}, but there are ${count}`
      return [{ kind: 'counts-differ' as const, what }]
    }),
  )
}
