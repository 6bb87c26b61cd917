import { describe, expect, test } from '@jest/globals'
import { ByteBudget } from '../src/byte-budget.ts'

describe('the byte budget', () => {
  test('refuses what does not fit and takes it once room was given back', () => {
    const budget = new ByteBudget(10)
    expect(budget.take(6)).toBe(true)
    expect(budget.take(5)).toBe(false)
    expect(budget.used).toBe(6)
    budget.give(6)
    expect(budget.take(5)).toBe(true)
  })

  test('lets one piece larger than the limit in when nothing else is held', () => {
    const budget = new ByteBudget(10)
    expect(budget.take(11)).toBe(true)
    expect(budget.take(1)).toBe(false)
  })
})
