import type { Row } from '../delta.ts'
import type { LandedObject } from '../landed.ts'
import type { Line } from '../lines.ts'

/** A line of the bucket with its place; `name` is `{object key}#{line}`, lines counted from 1. */
export interface Placed extends Line {
  readonly name: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** The lines of an object, in order. */
export function placed({ key, topic, partition, start, lines }: LandedObject): Placed[] {
  return lines.map((line, at) => {
    return { ...line, name: `${key}#${at + 1}`, topic, partition, offset: start + at }
  })
}

/** The name of the line that a table's row says it comes from. */
export const sourceOf = ({ object, line }: Row): string => `${String(object)}#${String(line)}`
