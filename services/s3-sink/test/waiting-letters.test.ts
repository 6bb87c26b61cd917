import { expect, test } from '@jest/globals'
import { LETTER_OVERHEAD_BYTES, WaitingLetters } from '../src/waiting-letters.ts'

const record = (offset: number, parts: object = {}) => ({
  ...{ offset, key: null, value: null, headers: {}, timestamp: 100 + offset },
  ...parts,
})

test('dead letters weigh their key, value and headers, and a null value something, too', () => {
  const letters = new WaitingLetters()
  letters.add(record(0))
  expect(letters.bytes).toBe(LETTER_OVERHEAD_BYTES)
  const headers = { ab: 'cde', twice: [Buffer.from('1'), '22'], none: undefined }
  letters.add(record(1, { key: Buffer.from('key'), value: Buffer.from('value'), headers }))
  expect(letters.bytes).toBe(2 * LETTER_OVERHEAD_BYTES + 3 + 5 + (2 + 3) + (5 + 1 + 2) + 4)
})

test('the oldest dead letter is the first that is not acknowledged', () => {
  const letters = new WaitingLetters()
  const [first, second] = [letters.add(record(0)), letters.add(record(1))]
  letters.add(record(2))
  second()
  expect(letters.oldest).toMatchObject({ offset: 0, timestamp: 100 })
  first()
  first()
  expect(letters.oldest).toMatchObject({ offset: 2, timestamp: 102 })
  expect(letters).toMatchObject({ size: 1, bytes: LETTER_OVERHEAD_BYTES })
})
