import { describe, expect, test } from '@jest/globals'
import { OpenFile } from '../src/file.ts'
import { createSchedule, dueFrom, fullCause, MOST_GAPS, noSchedule } from '../src/rotation.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('createSchedule', () => {
  test.each([
    ['2023-11-14T22:13:20Z', 10 * MINUTE, 'UTC', '2023-11-14T22:20:00Z'],
    ['2023-11-14T22:10:00Z', 10 * MINUTE, 'UTC', '2023-11-14T22:20:00Z'],
    ['2023-11-14T22:13:20Z', HOUR, 'UTC', '2023-11-14T23:00:00Z'],
    ['2023-11-14T22:13:20Z', 7 * HOUR, 'UTC', '2023-11-15T00:00:00Z'],
    ['2023-11-14T22:13:20Z', 24 * HOUR, 'America/New_York', '2023-11-15T05:00:00Z'],
    ['2023-11-05T20:30:00Z', HOUR, 'America/New_York', '2023-11-05T21:00:00Z'],
    ['2023-11-06T04:46:40Z', 5 * HOUR, 'America/New_York', '2023-11-06T05:00:00Z'],
    ['2023-11-14T22:13:20Z', HOUR, '+05:30', '2023-11-14T22:30:00Z'],
  ])('rotates a file of %s every %i ms in %s at %s', (now, interval, zone, next) => {
    const at = createSchedule(interval, zone)(Date.parse(now))
    expect(new Date(at).toISOString()).toBe(new Date(next).toISOString())
  })

  test('goes on in the next day', () => {
    const schedule = createSchedule(7 * HOUR, 'UTC')
    const midnight = schedule(Date.parse('2023-11-14T22:13:20Z'))
    expect(new Date(schedule(midnight)).toISOString()).toBe('2023-11-15T07:00:00.000Z')
  })

  test('refuses an unknown zone', () => {
    expect(() => createSchedule(HOUR, 'Nowhere/Land')).toThrow(RangeError)
  })

  test('is never due when it is off', () => {
    expect(noSchedule(0)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('a file under a schedule', () => {
  const opened = Date.parse('2023-11-14T22:13:20Z')
  const isDue = dueFrom(createSchedule(10 * MINUTE, 'UTC'), opened)

  test('is closed at its time, not before', () => {
    expect(isDue(opened + 6 * MINUTE)).toBe(false)
    expect(isDue(Date.parse('2023-11-14T22:20:00Z'))).toBe(true)
  })

  test('is closed at once when the clock was set back or far forward', () => {
    expect(isDue(opened - HOUR)).toBe(true)
    expect(isDue(opened + 1000 * HOUR)).toBe(true)
  })

  test('stays open without a schedule', () => {
    expect(dueFrom(noSchedule, opened)(opened - HOUR)).toBe(false)
  })
})

describe('fullCause', () => {
  const file = new OpenFile(
    { offset: 4, bytes: Buffer.from('1234'), timestamp: 0 },
    { encodedPartition: 'partition=0', isDue: () => false, separator: Buffer.from('\n') },
  )

  test('is size at flush.size records, before bytes', () => {
    expect(fullCause(file, { records: 1, bytes: 1 })).toBe('size')
  })

  test('is bytes at the byte bound, separators included', () => {
    expect(fullCause(file, { records: 2, bytes: 5 })).toBe('bytes')
    expect(fullCause(file, { records: 2, bytes: 6 })).toBeUndefined()
  })

  test('is gaps when no further gap is sure to fit the metadata', () => {
    const limits = { records: 1000, bytes: 10_000 }
    const addTo = (at: number) =>
      file.append({ offset: 4 + 2 * at, bytes: Buffer.from(''), timestamp: 0 })
    for (let at = 1; at < MOST_GAPS; at++) addTo(at)
    expect(fullCause(file, limits)).toBeUndefined()
    addTo(MOST_GAPS)
    expect(fullCause(file, limits)).toBe('gaps')
  })
})
