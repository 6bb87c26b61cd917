import type { LandedObject } from '../landed.ts'
import { sha256 } from '../lines.ts'
import type { Stored } from '../store.ts'
import type { Difference } from '../verdict.ts'

/** What the sink noted beside a whole object, against its lines and their offsets. */
export function checkMetadata(object: LandedObject, { body, metadata }: Stored): Difference[] {
  const expected = {
    'record-count': String(object.lines.length),
    'next-offset': String(object.next),
    'offset-gaps': gapsOf(object),
    sha256: sha256(body),
  }
  const { key, topic, partition } = object
  const wrong = Object.entries(expected).filter(([field, value]) => metadata[field] !== value)
  return wrong.map(([field, value = 'none']) => {
    const what = `${key}: metadata ${field} is ${metadata[field] ?? 'missing'}, the content says ${value}`
    return { kind: 'object-metadata', topic, partition, object: key, what }
  })
}

/** `4:1,11:5`: before line 4 one offset is left out, before line 11 five; undefined without gaps. */
function gapsOf({ start, lines }: LandedObject): string | undefined {
  const gaps = lines.flatMap(({ offset }, at) => {
    const missing = offset - (lines[at - 1]?.offset ?? start - 1) - 1
    return missing > 0 ? [`${at + 1}:${missing}`] : []
  })
  return gaps.length > 0 ? gaps.join(',') : undefined
}
