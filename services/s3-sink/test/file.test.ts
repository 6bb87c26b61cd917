import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { OpenFile } from '../src/file.ts'
import { encodeGaps } from '../src/gaps.ts'
import { offsetsOf } from './support/offsets.ts'

const options = {
  encodedPartition: 'partition=0',
  isDue: () => false,
  separator: Buffer.from('\n'),
}
const record = (offset: number, text: string) => ({
  offset,
  bytes: Buffer.from(text),
  timestamp: 1000 + offset,
})

function fileOf(...records: ReturnType<typeof record>[]): OpenFile {
  const [first = record(0, ''), ...rest] = records
  const file = new OpenFile(first, options)
  for (const next of rest) file.append(next)
  return file
}

describe('OpenFile', () => {
  test('holds the records in order, each followed by the separator', () => {
    const file = fileOf(record(3, '{"a":1}'), record(4, ''), record(7, '2'))
    expect(file.body().toString()).toBe('{"a":1}\n\n2\n')
    expect(file).toMatchObject({ start: 3, next: 8, records: 3, bytes: 11, firstTimestamp: 1003 })
  })

  test('grows with its records', () => {
    const texts = Array.from({ length: 5000 }, (_, at) => 'x'.repeat(at % 7))
    const file = fileOf(...texts.map((text, offset) => record(offset, text)))
    expect(file.body().toString()).toBe(`${texts.join('\n')}\n`)
  })

  test('copies the bytes, so that the fetch response can go', () => {
    const bytes = Buffer.from('abc')
    const file = new OpenFile({ offset: 0, bytes, timestamp: 0 }, options)
    bytes.fill(0)
    expect(file.body().toString()).toBe('abc\n')
  })

  test('drops the records below an offset and takes more', () => {
    const file = fileOf(record(3, 'a'), record(4, 'b'), record(7, 'c'))
    file.dropBelow(5)
    file.append(record(8, 'd'))
    expect(file.body().toString()).toBe('c\nd\n')
    expect(file).toMatchObject({ start: 7, next: 9, records: 2, bytes: 4 })
  })

  test('takes memory for each record besides its bytes', () => {
    const file = fileOf(record(3, 'a'), record(4, 'b'))
    expect(file).toMatchObject({ bytes: 4, memoryBytes: 4 + 2 * 24 })
    file.dropBelow(4)
    expect(file).toMatchObject({ bytes: 2, memoryBytes: 2 + 24 })
  })

  test('drops nothing below its start and everything below its end', () => {
    const file = fileOf(record(3, 'a'), record(4, 'b'))
    file.dropBelow(3)
    expect(file.records).toBe(2)
    file.dropBelow(5)
    expect(file).toMatchObject({ records: 0, bytes: 0 })
  })

  test('has gaps where its offsets are not contiguous', () => {
    const file = fileOf(record(3, 'a'), record(4, 'b'), record(7, 'c'), record(9, 'd'))
    expect(encodeGaps(file.gaps)).toBe('3:2,4:1')
    file.dropBelow(5)
    expect(encodeGaps(file.gaps)).toBe('2:1')
    file.dropBelow(9)
    expect(encodeGaps(file.gaps)).toBe('')
  })

  test('lets the offset of every line be told from its start and its gaps', () => {
    const ascending = fc
      .uniqueArray(fc.nat(300), { minLength: 1 })
      .map((offsets) => offsets.toSorted((a, b) => a - b))
    fc.assert(
      fc.property(ascending, fc.nat(300), (offsets, from) => {
        const file = fileOf(...offsets.map((offset) => record(offset, '')))
        file.dropBelow(from)
        const notes = { ...facts(file), gaps: encodeGaps(file.gaps), sha256: '' }
        expect(offsetsOf(notes)).toEqual(offsets.filter((offset) => offset >= from))
      }),
    )
  })
})

const facts = ({ start, next, records }: OpenFile) => ({ start, next, records })
