import { expect, test } from '@jest/globals'
import { parseProcess } from '../src/processes.ts'

test('a process is read from its two files, whatever its name holds', () => {
  const stat = `42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 900 900 20 0 1 0 98765 1000 5`
  const status = 'Name:\tx\nVmHWM:\t    9999 kB\nVmRSS:\t    2048 kB\n'
  const expected = { pid: 42, parent: 7, start: '98765', cpuS: 2, rssMb: 2 }
  expect(parseProcess(stat, status)).toEqual(expected)
})

test('a process without memory of its own has none', () => {
  const stat = '2 (kthreadd) S 0 0 0 0 -1 1 0 0 0 0 0 1 0 0 20 0 1 0 3 0 0'
  expect(parseProcess(stat, 'Name:\tkthreadd\n').rssMb).toBe(0)
})
