import { EventEmitter } from 'node:events'
import { type Kind, kinds } from '@pinpipe/schema'
import { following, type Schedule } from './schedule.ts'

/** Sends the records of some kinds, and tells how many posts each finished turn had. */
export interface Lane {
  readonly kinds: readonly Kind[]
  readonly schedule: Schedule
  readonly delivered: EventEmitter<{ posts: [number] }>
}

/** All kinds in one lane: a post's records one after the other, then the next post. */
export const oneLane = (schedule: Schedule): Lane => ({
  kinds,
  schedule,
  delivered: new EventEmitter(),
})

/** A lane a kind: the first keeps the schedule, each other one follows the lane before. */
export function lanesInTurn(schedule: Schedule, signal: AbortSignal): Lane[] {
  const lanes: Lane[] = []
  for (const kind of kinds) {
    const before = lanes.at(-1)?.delivered
    lanes.push({
      kinds: [kind],
      schedule: before ? following(before, schedule, signal) : schedule,
      delivered: new EventEmitter(),
    })
  }
  return lanes
}
