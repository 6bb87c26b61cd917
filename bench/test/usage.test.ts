import { expect, test } from '@jest/globals'
import type { ProcessReading } from '../src/processes.ts'
import { UsageMeter } from '../src/usage.ts'

const ROOT = 1

const running = (pid: number, parent: number, cpuS: number, rssMb = 10, start = '7') => ({
  pid,
  parent,
  start,
  cpuS,
  rssMb,
})

function measured(scope: 'all' | 'started', ...readings: readonly (readonly ProcessReading[])[]) {
  const meter = new UsageMeter(ROOT, scope)
  for (const reading of readings) meter.add(reading)
  return meter.usage()
}

test('CPU time is what was used since the first reading, of all that is below the root', () => {
  const before = [running(1, 0, 50), running(2, 1, 10), running(3, 2, 5), running(9, 0, 100)]
  const after = [running(1, 0, 60), running(2, 1, 12), running(3, 2, 9), running(9, 0, 200)]
  expect(measured('all', before, after)).toEqual({ cpuS: 6, rssMb: 20 })
})

test('a process that begins in between counts from its start', () => {
  expect(measured('all', [], [running(2, 1, 3)])).toEqual({ cpuS: 3, rssMb: 10 })
})

test('what ran before does not count where only started processes do', () => {
  const before = [running(2, 1, 10)]
  const after = [running(2, 1, 15), running(3, 1, 4, 7)]
  expect(measured('started', before, after)).toEqual({ cpuS: 4, rssMb: 7 })
})

test('a process that has ended keeps what it had used', () => {
  expect(measured('all', [], [running(2, 1, 3, 30)], [])).toEqual({ cpuS: 3, rssMb: 30 })
})

test('a process that lost its parent still counts, with what it starts', () => {
  const first = [running(2, 1, 1), running(3, 2, 1)]
  const orphaned = [running(3, 0, 4), running(4, 3, 2)]
  expect(measured('all', [], first, orphaned).cpuS).toBe(7)
})

test('a pid that is used again is another process', () => {
  expect(measured('all', [], [running(2, 1, 3)], [running(2, 1, 1, 10, '8')]).cpuS).toBe(4)
})

test('memory is the highest sum of one reading', () => {
  const readings = [[running(2, 1, 0, 40)], [running(2, 1, 0, 30), running(3, 1, 0, 30)]]
  expect(measured('all', ...readings, []).rssMb).toBe(60)
})

test('nothing read is null, not zero', () => {
  expect(measured('all', [])).toEqual({ cpuS: null, rssMb: null })
})
