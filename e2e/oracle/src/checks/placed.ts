import type { Row } from '../delta.ts'
import type { LandedLine, LandedObject } from '../landed.ts'

/** A line of the bucket with its place; `name` is `{object key}#{line}`, lines counted from 1. */
export interface Placed extends LandedLine {
  readonly name: string
  readonly topic: string
  readonly partition: number
}

/** The lines of an object, in order. */
export function placed({ key, topic, partition, lines }: LandedObject): Placed[] {
  return lines.map((line, at) => ({ ...line, name: `${key}#${at + 1}`, topic, partition }))
}

/** The name of the line that a table's row says it comes from. */
export const sourceOf = ({ object, line }: Row): string => `${String(object)}#${String(line)}`

/** Where a table's row says wrongly that its line lies. */
export function faultOfPlace(row: Row, { topic, partition, offset }: Placed): string | undefined {
  const told = [row.topic, row.partition, row.offset].join('+')
  const found = [topic, partition, offset].join('+')
  return told === found ? undefined : `lies at ${found}, not at ${told}`
}
