import type { Landed } from './landed.ts'
import type { Ledger } from './ledger.ts'
import type { Counts, PerKind } from './verdict.ts'

/** No record of any kind. */
export const NONE: PerKind = { pin: 0, geo: 0, user: 0 }

/** What the ledger counts; without one, nothing. */
export function countLedger(
  ledger: Ledger | undefined,
): Pick<Counts, 'posts' | 'sent' | 'acknowledged' | 'unknown' | 'failed'> {
  return {
    posts: ledger?.posts ?? 0,
    sent: ledger?.sent ?? 0,
    acknowledged: ledger?.acknowledged.length ?? 0,
    unknown: ledger?.unknown.length ?? 0,
    failed: ledger?.failed ?? 0,
  }
}

/** Lines and objects of the bucket. */
export function countLanded({ objects }: Landed): Pick<Counts, 'landed' | 'objects'> {
  return {
    landed: objects.reduce((sum, { lines }) => sum + lines.length, 0),
    objects: objects.length,
  }
}
