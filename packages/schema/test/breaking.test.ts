import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { breakingChanges } from '../src/breaking.ts'
import type { RecordJsonSchema } from '../src/json-schema.ts'

const released: RecordJsonSchema = {
  properties: {
    ind: { type: 'integer', minimum: 0 },
    country: { type: 'string', description: 'Country' },
    note: { type: 'string' },
  },
  required: ['ind', 'country'],
}
const { ind, country, note } = released.properties as Record<string, Record<string, unknown>>
const schema = (properties: object, required = ['ind', 'country']) =>
  ({ properties, required }) as RecordJsonSchema
const codes = (next: RecordJsonSchema) =>
  breakingChanges(released, next).map(({ code, column }) => `${code} ${column}`)

describe('breakingChanges', () => {
  it('finds none in an equal schema, a new text or a new optional last column', () => {
    expect(codes(released)).toEqual([])
    expect(codes(schema({ ind, country: { ...country, description: 'Land' }, note }))).toEqual([])
    expect(codes(schema({ ind, country, note, city: { type: 'string' } }))).toEqual([])
  })

  it('refuses a removed column', () => {
    expect(codes(schema({ ind, note }, ['ind']))).toEqual(['COLUMN_REMOVED country'])
  })

  it('refuses another type, other limits and a wider type', () => {
    expect(codes(schema({ ind, country: { type: 'integer' }, note }))).toEqual([
      'COLUMN_CHANGED country',
    ])
    expect(codes(schema({ ind: { type: 'integer', minimum: 1 }, country, note }))).toEqual([
      'COLUMN_CHANGED ind',
    ])
    expect(codes(schema({ ind: { type: 'number', minimum: 0 }, country, note }))).toEqual([
      'COLUMN_CHANGED ind',
    ])
  })

  it('refuses a required column that becomes optional and the reverse', () => {
    expect(codes(schema({ ind, country, note }, ['ind']))).toEqual(['COLUMN_REQUIRED country'])
    expect(codes(schema({ ind, country, note }, ['ind', 'country', 'note']))).toEqual([
      'COLUMN_REQUIRED note',
    ])
  })

  it('refuses a new required column', () => {
    const next = schema({ ind, country, note, city: { type: 'string' } }, [
      'ind',
      'country',
      'city',
    ])
    expect(codes(next)).toEqual(['COLUMN_REQUIRED city'])
  })

  it('refuses another order and a new column that is not the last', () => {
    expect(codes(schema({ country, ind, note }))).toEqual([
      'COLUMN_MOVED country',
      'COLUMN_MOVED ind',
    ])
    expect(codes(schema({ ind, city: { type: 'string' }, country, note }))).toEqual([
      'COLUMN_MOVED city',
    ])
  })

  it('accepts any schema as its own successor, whatever its columns are called', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), (names) => {
        const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]))
        const own = { properties, required: names }
        expect(breakingChanges(own, own)).toEqual([])
      }),
    )
  })
})
