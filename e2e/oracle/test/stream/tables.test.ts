import { expect, test } from '@jest/globals'
import { putCommit } from '../lake.ts'
import { SmallStream } from './small-stream.ts'

test('a table that cannot be read is named', async () => {
  const system = new SmallStream()
  await system.judge('tables')
  putCommit(system.store, 'provenance_stream_geo', 1, [
    { add: { path: 'x.parquet', deletionVector: {} } },
  ])
  expect(await system.differences('tables')).toEqual(['table-unreadable'])
})
