import { expect, test } from '@jest/globals'
import { assertSameRun } from '../src/same-run.ts'

test.each([
  ['nothing is there', { bucket: false, records: 0, objects: false }],
  ['records have not landed yet', { bucket: true, records: 9, objects: false }],
  ['records have landed', { bucket: true, records: 9, objects: true }],
  ['nothing was posted', { bucket: true, records: 0, objects: false }],
])('topics and bucket belong together where %s', (_, found) => {
  expect(() => assertSameRun(found)).not.toThrow()
})

test('a bucket that was lost beside a Kafka that was not is refused with the way out', () => {
  expect(() => assertSameRun({ bucket: false, records: 9, objects: false })).toThrow(
    /Kafka holds 9 records, but the bucket is gone.*docker compose down/,
  )
})

test('a Kafka that was made anew beside a bucket with objects is refused with the way out', () => {
  expect(() => assertSameRun({ bucket: true, records: 0, objects: true })).toThrow(
    /The bucket holds objects, but Kafka has no records.*docker compose down/,
  )
})
