import { DeltaError } from '../delta.ts'
import type { Difference } from '../verdict.ts'

/** What a check has found. */
type Found<Counts> = Counts & { readonly differences: readonly Difference[] }

/** Runs a check; a table that it cannot read is all that it finds. */
export async function readable<Counts extends object>(
  nothing: Counts,
  check: () => Promise<Found<Counts>>,
): Promise<Found<Counts>> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof DeltaError)) throw error
    return { ...nothing, differences: [{ kind: 'table-unreadable', what: error.message }] }
  }
}
