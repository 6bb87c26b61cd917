import { isDeepStrictEqual } from 'node:util'
import type { RecordJsonSchema } from './json-schema.ts'

/** A change that a reader or a writer of the older schema could not live with. */
export interface BreakingChange {
  readonly code: 'COLUMN_REMOVED' | 'COLUMN_REQUIRED' | 'COLUMN_CHANGED' | 'COLUMN_MOVED'
  readonly column: string
  /** What to do about it. */
  readonly message: string
}

const annotations = new Set(['title', 'description', 'examples', '$comment', 'deprecated'])

const constraints = (property: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(property).filter(([keyword]) => !annotations.has(keyword)))

/**
 * What breaks between two JSON Schemas of one kind of record: every released column must stay, in
 * its place, with its type, limits and being required; new columns must be optional and come last.
 * Widening counts as breaking, because the clean tables' types are fixed. Texts may change.
 */
export function breakingChanges(old: RecordJsonSchema, next: RecordJsonSchema): BreakingChange[] {
  const changes: BreakingChange[] = []
  const report = (code: BreakingChange['code'], column: string, message: string) =>
    changes.push({ code, column, message: `${column} ${message}` })
  const wasRequired = new Set(old.required)
  const isRequired = new Set(next.required)
  const order = Object.keys(next.properties).filter((name) => Object.hasOwn(old.properties, name))
  const oldOrder = Object.keys(old.properties).filter((name) =>
    Object.hasOwn(next.properties, name),
  )

  for (const [name, property] of Object.entries(old.properties)) {
    const successor = Object.hasOwn(next.properties, name) ? next.properties[name] : undefined
    if (successor === undefined) report('COLUMN_REMOVED', name, 'was released: keep it')
    else if (!isDeepStrictEqual(constraints(property), constraints(successor)))
      report('COLUMN_CHANGED', name, 'has another type or other limits: add a new column instead')
    else if (wasRequired.has(name) !== isRequired.has(name))
      report('COLUMN_REQUIRED', name, 'must stay required, or optional, as it was released')
  }
  for (const [position, name] of order.entries())
    if (oldOrder[position] !== name) report('COLUMN_MOVED', name, 'must keep its place')
  return [...changes, ...newColumns(old, next)]
}

function newColumns(old: RecordJsonSchema, next: RecordJsonSchema): BreakingChange[] {
  const names = Object.keys(next.properties)
  const lastOld = names.findLastIndex((name) => Object.hasOwn(old.properties, name))
  return names.flatMap((column, position): BreakingChange[] => {
    if (Object.hasOwn(old.properties, column)) return []
    if (next.required?.includes(column))
      return [{ code: 'COLUMN_REQUIRED', column, message: `${column} is new: make it optional` }]
    if (position < lastOld)
      return [{ code: 'COLUMN_MOVED', column, message: `${column} is new: put it last` }]
    return []
  })
}
