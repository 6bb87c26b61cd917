import type { LandedObject } from '../landed.ts'
import type { Ledger } from '../ledger.ts'
import { type Difference, KINDS, type Stage } from '../verdict.ts'

/** Without a stage, or without records of each kind, all checks pass and none of them proves a thing. */
export function checkSubstance(
  stages: readonly Stage[],
  id: string,
  ledger: Ledger | undefined,
  objects: readonly LandedObject[],
): Difference[] {
  const landed = new Set(objects.filter(({ lines }) => lines.length > 0).map(({ topic }) => topic))
  const empty = KINDS.map((kind) => `${id}.${kind}`).filter((topic) => !landed.has(topic))
  return [
    ...(stages.length > 0 ? [] : [nothing('no stage was asked for')]),
    ...(ledger?.acknowledged.length === 0 ? [nothing('the ledger acknowledges no record')] : []),
    ...empty.map((topic) => ({ ...nothing(`no line of ${topic} is in the bucket`), topic })),
  ]
}

const nothing = (what: string): Difference => ({ kind: 'nothing-proven', what })
