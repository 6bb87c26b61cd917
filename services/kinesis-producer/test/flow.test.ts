import { describe, expect, test } from '@jest/globals'
import { Flow } from '../src/flow.ts'

const at = (partition: number) => ({ topic: 't', partition })

function setUp() {
  const paused = new Set<number>()
  const flow = new Flow(1_000, {
    pause: ({ partition }) => paused.add(partition),
    resume: ({ partition }) => paused.delete(partition),
  })
  const partitions = [0, 1].map((partition) => ({ at: at(partition), bytes: 0 }))
  const balance = (total: number, ...bytes: number[]) => {
    flow.balance(
      partitions.map((partition, index) => Object.assign(partition, { bytes: bytes[index] })),
      total,
    )
    return [...paused].sort()
  }
  return { flow, paused, balance }
}

describe('back-pressure', () => {
  test('pauses everything when the memory is full, until a quarter is free', () => {
    const { balance } = setUp()
    expect(balance(999, 0, 0)).toEqual([])
    expect(balance(1_000, 0, 0)).toEqual([0, 1])
    expect(balance(751, 0, 0)).toEqual([0, 1])
    expect(balance(749, 0, 0)).toEqual([])
  })

  test('pauses a partition that holds a quarter by itself, while the others go on', () => {
    const { balance } = setUp()
    expect(balance(250, 250, 0)).toEqual([0])
    expect(balance(190, 190, 0)).toEqual([0])
    expect(balance(180, 180, 0)).toEqual([])
  })

  test('resumes what it paused when a generation ends', () => {
    const { flow, paused, balance } = setUp()
    balance(1_000, 0, 0)
    flow.reset()
    expect(paused.size).toBe(0)
    expect(flow.isHolding).toBe(false)
  })
})
