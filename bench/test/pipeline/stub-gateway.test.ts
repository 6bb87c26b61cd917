import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { acknowledgement } from '../../src/pipeline/stub-gateway.ts'

test('every record of a produce request gets an offset, whatever its texts hold', () => {
  const record = fc.record({ ind: fc.nat(), text: fc.oneof(fc.string(), fc.constant('{"value":')) })
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const body = JSON.stringify({ records: records.map((value) => ({ value })) })
      const { offsets } = JSON.parse(acknowledgement(Buffer.from(body))) as {
        offsets: readonly { offset: number }[]
      }
      expect(offsets.map(({ offset }) => offset)).toEqual(records.map((_, at) => at))
    }),
  )
})
