import { describe, expect, test } from '@jest/globals'
import { defaultPartition, type KeyLayout, objectKey } from '../src/key.ts'

const layout: KeyLayout = {
  topicsDir: 'topics',
  directoryDelim: '/',
  fileDelim: '+',
  padWidth: 10,
  extension: '.json',
}
const name = { topic: 'orders', partition: 3, encodedPartition: defaultPartition(3), start: 0 }

describe('objectKey', () => {
  test.each<[string, Partial<KeyLayout>, Partial<typeof name>, string]>([
    ['by default', {}, {}, 'topics/orders/partition=3/orders+3+0000000000.json'],
    [
      'with gzip',
      { extension: '.json.gz' },
      {},
      'topics/orders/partition=3/orders+3+0000000000.json.gz',
    ],
    [
      'with a pad width of 0',
      { padWidth: 0 },
      { start: 7 },
      'topics/orders/partition=3/orders+3+7.json',
    ],
    [
      'with a pad width of 2',
      { padWidth: 2 },
      { start: 7 },
      'topics/orders/partition=3/orders+3+07.json',
    ],
    [
      'with a blank topics.dir',
      { topicsDir: ' ' },
      {},
      'orders/partition=3/orders+3+0000000000.json',
    ],
    ['for bytes', { extension: '.bin' }, {}, 'topics/orders/partition=3/orders+3+0000000000.bin'],
    [
      'with an offset longer than the pad width',
      {},
      { start: 12_345_678_901 },
      'topics/orders/partition=3/orders+3+12345678901.json',
    ],
    [
      'with other delimiters',
      { directoryDelim: '|', fileDelim: '_' },
      {},
      'topics|orders|partition=3|orders_3_0000000000.json',
    ],
    [
      'in the directory of another partitioner',
      {},
      { encodedPartition: 'year=2023/month=11' },
      'topics/orders/year=2023/month=11/orders+3+0000000000.json',
    ],
  ])('names a file %s', (_case, layoutChange, nameChange, key) => {
    expect(objectKey({ ...layout, ...layoutChange }, { ...name, ...nameChange })).toBe(key)
  })
})
