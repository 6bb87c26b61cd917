import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { examine } from '../src/judge.ts'
import { KINDS } from '../src/verdict.ts'
import { ID, objectKey, topicOf } from './bucket.ts'
import { SmallSystem } from './small-system.ts'

describe('the judge', () => {
  test('finds nothing wrong with a run that went well, and counts it', async () => {
    const verdict = await new SmallSystem().judge()
    expect(verdict.differences).toEqual([])
    expect(verdict.ok).toBe(true)
    expect(verdict.stages).toEqual(['landing', 'objects', 'kafka', 'tables', 'answers'])
    expect(verdict.counts).toMatchObject({
      ...{ posts: 5, sent: 15, acknowledged: 15, unknown: 0, failed: 0, landed: 15, objects: 6 },
    })
  })

  test('checks only the stages that it is asked for', async () => {
    const system = new SmallSystem()
    system.store.objects.delete('answers/task-4.json')
    expect((await system.judge('landing', 'objects', 'kafka')).ok).toBe(true)
    expect((await system.judge()).ok).toBe(false)
  })

  test('leaves out what it has no evidence for', async () => {
    const { store } = new SmallSystem()
    expect((await examine({ id: ID, store })).stages).toEqual(['objects', 'tables', 'answers'])
  })

  test('refuses a stage that it has no evidence for', async () => {
    const { store } = new SmallSystem()
    await expect(examine({ id: ID, store, stages: ['landing'] })).rejects.toThrow('landing')
  })

  test('does not call an empty bucket well', async () => {
    const system = new SmallSystem()
    system.store.objects.clear()
    const found = new Set(await system.differences())
    expect(found).toEqual(
      new Set([
        'nothing-proven',
        'missing',
        'not-landed',
        'table-unreadable',
        'counts-differ',
        'answer-missing',
      ]),
    )
  })

  test('calls no run well that posted nothing', async () => {
    const system = new SmallSystem()
    system.empty()
    const { ok, differences } = await system.judge()
    expect(ok).toBe(false)
    expect(differences.map(({ kind, what }) => [kind, what])).toEqual([
      ['nothing-proven', 'the ledger acknowledges no record'],
      ...KINDS.map((kind) => ['nothing-proven', `no line of ${topicOf(kind)} is in the bucket`]),
    ])
  })

  test('proves nothing of a kind that has not landed', async () => {
    const system = new SmallSystem()
    for (const start of [0, 3]) system.store.objects.delete(objectKey('geo', start))
    expect(await system.differences('objects')).toEqual(['nothing-proven'])
  })

  test('proves nothing when no stage is asked for', async () => {
    const { store } = new SmallSystem()
    const { ok, differences } = await examine({ id: ID, store, stages: [] })
    expect(ok).toBe(false)
    expect(differences).toEqual([{ kind: 'nothing-proven', what: 'no stage was asked for' }])
  })

  test('finds any changed byte of any landed object', async () => {
    const keys = await new SmallSystem().store.list('topics/')
    const change = fc.record({
      key: fc.constantFrom(...keys),
      at: fc.nat(),
      by: fc.integer({ min: 1, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ key, at, by }) => {
        const system = new SmallSystem()
        const { body } = await system.store.get(key)
        const place = at % body.length
        body[place] = (body[place] ?? 0) ^ by
        expect((await system.judge('landing', 'objects')).ok).toBe(false)
      }),
    )
  })
})
