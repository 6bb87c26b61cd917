import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Column, encodeRow, produceBody, splitBatches } from '../src/wire.ts'

const geo: readonly Column[] = [
  { name: 'ind', kind: 'number' },
  { name: 'timestamp', kind: 'datetime' },
  { name: 'latitude', kind: 'number' },
  { name: 'longitude', kind: 'number' },
  { name: 'country', kind: 'text' },
]

describe('a row on the wire', () => {
  test('is compact JSON in the order of the columns, with the digits of the database', () => {
    const row = ['7528', '2020-08-28 03:52:47', '-89.9787', '1.10', "Cote d'Ivoire"]
    expect(encodeRow(geo, row).toString()).toBe(
      '{"ind":7528,"timestamp":"2020-08-28T03:52:47","latitude":-89.9787,"longitude":1.10,"country":"Cote d\'Ivoire"}',
    )
  })

  test('has null for NULL in every kind of column', () => {
    const row = geo.map(() => null)
    expect(Object.values(JSON.parse(encodeRow(geo, row).toString()))).toEqual(row)
  })

  test('gives every text and number back to a JSON reader', () => {
    const cell = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'grapheme' }) }),
      fc.record({ kind: fc.constant('text' as const), text: fc.string({ unit: 'binary' }) }),
      fc.record({ kind: fc.constant('number' as const), text: fc.integer().map(String) }),
      fc.record({ kind: fc.constant('text' as const), text: fc.constant(null) }),
    )
    fc.assert(
      fc.property(fc.array(cell), (cells) => {
        const columns = cells.map(({ kind }, at) => ({ name: `"c\n${at}`, kind }))
        const row = cells.map(({ text }) => text)
        const read = Object.entries(JSON.parse(encodeRow(columns, row).toString()))
        expect(read).toEqual(
          cells.map(({ kind, text }, at) => [
            `"c\n${at}`,
            kind === 'number' ? Number(text) : (text?.toWellFormed() ?? null),
          ]),
        )
      }),
    )
  })
})

describe('a produce body', () => {
  test('wraps each value and keeps its bytes', () => {
    const values = ['{"a":1.10}', '{"b":1e400}'].map((text) => Buffer.from(text))
    expect(produceBody(values).toString()).toBe(
      '{"records":[{"value":{"a":1.10}},{"value":{"b":1e400}}]}',
    )
  })

  test('reads back as the values that were put in, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1 }), (texts) => {
        const body = JSON.parse(produceBody(texts.map((text) => Buffer.from(text))).toString())
        expect(body).toEqual({ records: texts.map((text) => ({ value: JSON.parse(text) })) })
      }),
    )
  })
})

describe('batches', () => {
  test('hold every item once, in order, within the limits, and are as few as can be', () => {
    const limits = {
      maxRecords: fc.integer({ min: 1, max: 10 }),
      maxBytes: fc.integer({ min: 1, max: 100 }),
    }
    fc.assert(
      fc.property(fc.array(fc.nat(120)), fc.record(limits), (sizes, { maxRecords, maxBytes }) => {
        const batches = splitBatches(sizes, (size) => size, { maxRecords, maxBytes })
        const bytes = (batch: number[]) => batch.reduce((sum, size) => sum + size, 0)
        expect(batches.flat()).toEqual(sizes)
        batches.forEach((batch, at) => {
          expect(batch.length).toBeGreaterThan(0)
          expect(batch.length).toBeLessThanOrEqual(maxRecords)
          if (batch.length > 1) expect(bytes(batch)).toBeLessThanOrEqual(maxBytes)
          const next = batches[at + 1]?.[0]
          if (next === undefined) return
          expect(batch.length === maxRecords || bytes(batch) + next > maxBytes).toBe(true)
        })
      }),
    )
  })
})
