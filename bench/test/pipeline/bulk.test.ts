import { expect, test } from '@jest/globals'
import { generateDataset } from '@pinpipe/dataset'
import { landedObjects } from '../../src/pipeline/bulk.ts'

const ID = '0a1b2c3d4e5f'

test("objects have the sink's keys, 1000 lines each and the rest in the last", () => {
  const objects = [...landedObjects(generateDataset({ rows: 2500 }), ID)]
  const users = objects.filter(({ key }) => key.includes('.user/'))
  expect(objects).toHaveLength(9)
  expect(users.map(({ key }) => key)).toEqual(
    ['0000000000', '0000001000', '0000002000'].map(
      (start) => `topics/${ID}.user/partition=0/${ID}.user+0+${start}.json`,
    ),
  )
  expect(users.map(({ body }) => body.split('\n').length - 1)).toEqual([1000, 1000, 500])
})

test('the lines of an object are the rows of the source in their order', () => {
  const dataset = generateDataset({ rows: 5 })
  const [pin] = [...landedObjects(dataset, ID)]
  const lines = pin?.body.trimEnd().split('\n') ?? []
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    [...dataset.posts()].map(({ wire }) => wire.pin),
  )
})
