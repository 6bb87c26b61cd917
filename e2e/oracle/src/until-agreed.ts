import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Judges until a verdict is ok, at least once and for at most `seconds`: for evidence that is still on its way.
 * @returns the last verdict
 * @throws what the last judging threw; an earlier one may have met a table while it was written
 */
export async function untilAgreed<V extends { readonly ok: boolean }>(
  judge: () => Promise<V>,
  seconds: number,
  againAfterMs = 2_000,
): Promise<V> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    try {
      const verdict = await judge()
      if (verdict.ok || performance.now() >= end) return verdict
    } catch (error) {
      if (performance.now() >= end) throw error
    }
    await sleep(againAfterMs)
  }
}
