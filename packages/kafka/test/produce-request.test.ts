import { describe, expect, test } from '@jest/globals'
import { encodeProduceRequest } from '../src/produce-request.ts'

describe('a produce request', () => {
  test('is laid out as version 7 of the protocol asks, with the batches as they are', () => {
    const parts = [
      { topic: 'a', partition: 1, batch: Buffer.from('one') },
      { topic: 'bb', partition: 0, batch: Buffer.from('two') },
      { topic: 'a', partition: 2, batch: Buffer.from('three') },
    ]
    const request = Buffer.concat(encodeProduceRequest(42, 'me', 1_000, parts))
    const hex = [
      '0000', // produce
      '0007', // version
      '0000002a', // correlation
      '0002', // client id
      Buffer.from('me').toString('hex'),
      'ffff', // no transaction
      'ffff', // all in-sync replicas
      '000003e8', // time for them
      '00000002', // topics
      `0001${Buffer.from('a').toString('hex')}`,
      '00000002', // partitions
      `00000001${'00000003'}${Buffer.from('one').toString('hex')}`,
      `00000002${'00000005'}${Buffer.from('three').toString('hex')}`,
      `0002${Buffer.from('bb').toString('hex')}`,
      '00000001',
      `00000000${'00000003'}${Buffer.from('two').toString('hex')}`,
    ].join('')
    expect(request.readInt32BE(0)).toBe(request.length - 4)
    expect(request.subarray(4).toString('hex')).toBe(hex)
  })
})
