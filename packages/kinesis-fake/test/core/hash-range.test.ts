import { expect, test } from '@jest/globals'
import { evenRanges, HASH_KEYS, hashKeyOf } from '../../src/core/hash-range.ts'

test('five shards have the ranges of the reference', () => {
  expect(evenRanges(5).map(({ end }) => end)).toEqual([
    68056473384187692692674921486353642290n,
    136112946768375385385349842972707284581n,
    204169420152563078078024764459060926872n,
    272225893536750770770699685945414569163n,
    HASH_KEYS - 1n,
  ])
})

test('a partition key is hashed by MD5 of its UTF-8', () => {
  expect(hashKeyOf('a')).toBe(0x0cc175b9c0f1b6a831c399e269772661n)
  expect(hashKeyOf('é')).toBe(0x66ddcd97cfdeabb2f6fb8a999b4bc76fn)
})
