import { describe, expect, test } from '@jest/globals'
import { putAnswer, SmallSystem } from '../small-system.ts'

describe('nine answers are published', () => {
  test('a missing answer is named', async () => {
    const system = new SmallSystem()
    system.store.objects.delete('answers/task-6b.json')
    const { differences } = await system.judge('answers')
    expect(differences).toEqual([
      expect.objectContaining({ kind: 'answer-missing', object: 'answers/task-6b.json' }),
    ])
  })

  test.each([
    ['answer-unreadable', '8', { columns: 'age_group', rows: [] }],
    ['answer-unreadable', '8', null],
    ['answer-columns', '8', { columns: ['median_follower_count', 'age_group'], rows: [] }],
    ['answer-rows', '8', { columns: ['age_group', 'median_follower_count'], rows: [['18-24']] }],
    [
      'answer-rows',
      '6b',
      {
        columns: ['country', 'follower_count'],
        rows: [
          ['A', 1],
          ['B', 1],
        ],
      },
    ],
  ])('%s is found in task %s', async (kind, task, answer) => {
    const system = new SmallSystem()
    putAnswer(system.store, task, answer)
    expect(await system.differences('answers')).toEqual([kind])
  })

  test('a half-written answer is named', async () => {
    const system = new SmallSystem()
    system.store.put('answers/task-8.json', '{"columns":["age_gr')
    expect(await system.differences('answers')).toEqual(['answer-unreadable'])
  })
})
