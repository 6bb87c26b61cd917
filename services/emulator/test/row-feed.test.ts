import { describe, expect, test } from '@jest/globals'
import { RowFeed } from '../src/row-feed.ts'

const NUMBERS = Uint32Array.from({ length: 25 }, (_, at) => at * 3)
const asBuffers = (numbers: readonly number[]) => numbers.map((number) => Buffer.from(`${number}`))

describe('a row feed', () => {
  test('hands out the rows in order, whatever the sizes of reads and takes are', async () => {
    const feed = new RowFeed(NUMBERS, 4, async (numbers) => asBuffers(numbers))
    const taken: string[] = []
    for (const count of [1, 7, 3, 10, 10]) taken.push(...(await feed.take(count)).map(String))
    expect(taken).toEqual([...NUMBERS].map(String))
    expect(await feed.take(1)).toEqual([])
  })

  test('reads ahead of what is taken, and no further than two reads', async () => {
    const reads: number[] = []
    const feed = new RowFeed(NUMBERS, 4, async (numbers) => {
      reads.push(numbers.length)
      return asBuffers(numbers)
    })
    await feed.take(1)
    expect(reads).toEqual([4, 4, 4])
  })

  test('passes the error of a read to whoever takes its rows, not before', async () => {
    const feed = new RowFeed(NUMBERS, 4, async (numbers) => {
      if (numbers.includes(12)) throw new Error('read failed')
      return asBuffers(numbers)
    })
    expect(await feed.take(4)).toHaveLength(4)
    await expect(feed.take(1)).rejects.toThrow('read failed')
  })
})
