import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { report } from '../../src/report.ts'
import { examineStream } from '../../src/stream/judge-stream.ts'
import { FEEDS } from '../../src/stream/verdict.ts'
import { KINDS } from '../../src/verdict.ts'
import { ID } from '../bucket.ts'
import { SmallStream } from './small-stream.ts'

describe('the judge of the stream half', () => {
  test.each(FEEDS)('finds nothing wrong with a good run fed by %s, and counts it', async (feed) => {
    const verdict = await new SmallStream(feed).judge()
    expect(verdict).toEqual({
      ...{ ok: true, feed, stages: ['feed', 'tables'], differences: [] },
      counts: {
        ...{ sent: 15, acknowledged: 15, unknown: 0, records: 15, resent: 0 },
        rows: { pin: 3, geo: 3, user: 3 },
        duplicates: { pin: 1, geo: 1, user: 1 },
        quarantined: { pin: 1, geo: 1, user: 1 },
      },
    })
  })

  test('checks only the stages that it is asked for', async () => {
    const system = new SmallStream()
    system.halves.geo.rows = []
    expect((await system.judge('feed')).ok).toBe(true)
    expect((await system.judge()).ok).toBe(false)
  })

  test('looks at the tables alone without a ledger, and refuses to look at the feed', async () => {
    const system = new SmallStream()
    await system.judge()
    const evidence = { id: ID, store: system.store, reader: system, feed: 'http' as const }
    expect(await examineStream(evidence)).toMatchObject({ ok: true, stages: ['tables'] })
    const asked = examineStream({ ...evidence, stages: ['feed'] })
    await expect(asked).rejects.toThrow('feed')
  })

  test('calls no run well that posted nothing, nor one that is asked nothing', async () => {
    const system = new SmallStream()
    for (const kind of KINDS) {
      Object.assign(system.halves[kind], { stored: [], ledger: [] })
      Object.assign(system.halves[kind], { rows: [], provenance: [], quarantine: [] })
    }
    expect(await system.differences()).toEqual(Array(4).fill('nothing-proven'))
    const evidence = { id: ID, store: system.store, reader: new SmallStream() }
    const { differences } = await examineStream({ ...evidence, feed: 'http', stages: [] })
    expect(differences).toEqual([{ kind: 'nothing-proven', what: 'no stage was asked for' }])
  })

  test.each(FEEDS)('finds any changed byte of any record fed by %s', async (feed) => {
    const change = fc.record({
      kind: fc.constantFrom(...KINDS),
      record: fc.nat(4),
      at: fc.nat(),
      by: fc.integer({ min: 1, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ kind, record, at, by }) => {
        const system = new SmallStream(feed)
        const { data } = system.halves[kind].stored[record] ?? { data: Buffer.alloc(1) }
        const place = at % data.length
        data[place] = (data[place] ?? 0) ^ by
        expect((await system.judge('feed')).ok).toBe(false)
      }),
    )
  })

  test('is told in text', async () => {
    const system = new SmallStream()
    const good = report(await system.judge()).split('\n')
    expect(good).toContain('streams        15 records, 0 of them sent again')
    expect(good.at(-1)).toBe('ok')
    system.halves.pin.stored.pop()
    const lines = report(await system.judge('feed')).split('\n')
    expect(lines).toContain(
      `  an acknowledged record is not in the stream (streaming-${ID}-pin+shard-2+104)`,
    )
    expect(lines.at(-1)).toBe('NOT ok: 1 differences')
  })
})
