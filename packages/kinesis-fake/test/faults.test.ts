import { describe, expect, test } from '@jest/globals'
import { type Fault, Faults } from '../src/faults.ts'
import { encodeToken } from '../src/operations/page-token.ts'

const armed = (fault: Fault) => {
  const faults = new Faults()
  return { faults, remove: faults.add(fault) }
}

describe('a fault', () => {
  test('meets requests of its action and stream, however these name the stream', () => {
    const { faults } = armed({ stream: 's' })
    const ShardIterator = encodeToken(0, 's', 'shardId-000000000000')
    expect(faults.meet('PutRecord', { StreamName: 's' })).toHaveLength(1)
    expect(faults.meet('PutRecord', { StreamARN: 'arn:aws:kinesis:r:0:stream/s' })).toHaveLength(1)
    expect(faults.meet('GetRecords', { ShardIterator })).toHaveLength(1)
    expect(faults.meet('GetRecords', { ShardIterator: 'other' })).toEqual([])
    expect(faults.meet('PutRecord', { StreamName: 'other' })).toEqual([])
    expect(armed({ action: 'GetRecords' }).faults.meet('PutRecord', {})).toEqual([])
  })

  test('is gone after its times, counting the requests that it meets', () => {
    const { faults } = armed({ action: 'PutRecord', times: 2, cut: 'before' })
    faults.meet('PutRecords', {})
    const met = [1, 2, 3].map(() => faults.meet('PutRecord', {}).length)
    expect(met).toEqual([1, 1, 0])
  })

  test('stays until it is removed', () => {
    const { faults, remove } = armed({})
    expect(faults.meet('PutRecord', {})).toHaveLength(1)
    remove()
    expect(faults.meet('PutRecord', {})).toEqual([])
  })
})
