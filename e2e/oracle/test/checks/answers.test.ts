import { describe, expect, test } from '@jest/globals'
import { QUESTIONS } from '../../src/questions.ts'
import { putClean } from '../lake.ts'
import { ANSWER_ROWS } from '../records.ts'
import { putAnswer } from '../runs.ts'
import { SmallSystem } from '../small-system.ts'

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

const answered = async (task: string, rows: readonly unknown[]) => {
  const system = new SmallSystem()
  putAnswer(system.store, task, { columns: QUESTIONS[task]?.columns, rows })
  return system.differences('answers')
}

describe('the answers follow from the clean tables', () => {
  test.each(Object.keys(QUESTIONS))('no row is found in task %s, for each group', async (task) => {
    const found = new Set(await answered(task, []))
    expect(found).toEqual(new Set(['answer-rows']))
  })

  test('answers without rows are right where no post is clean', async () => {
    const system = new SmallSystem()
    putClean(system.store, 'geo', [])
    for (const [task, { columns }] of Object.entries(QUESTIONS)) {
      putAnswer(system.store, task, { columns, rows: [] })
    }
    expect(await system.differences('answers')).toEqual([])
  })

  test.each(Object.keys(QUESTIONS))(
    'a measure that is off by one is found in task %s',
    async (task) => {
      const rows = ANSWER_ROWS[task] ?? []
      for (const by of [-1, 1]) {
        const off = rows.map((row, at) =>
          at > 0 ? row : [...row.slice(0, -1), Number(row.at(-1)) + by],
        )
        expect(new Set(await answered(task, off))).toEqual(new Set(['answer-rows']))
      }
    },
  )

  test.each(Object.keys(QUESTIONS))(
    'a row that is there twice is found in task %s',
    async (task) => {
      const [first] = ANSWER_ROWS[task] ?? []
      const found = new Set(await answered(task, [...(ANSWER_ROWS[task] ?? []), first]))
      expect(found).toEqual(new Set(['answer-rows']))
    },
  )

  test.each<[string, unknown[]]>([
    ['names that no post has', [...(ANSWER_ROWS['4'] ?? []), ['Chad', 'art 1', 1]]],
    [
      'names that no post has together',
      [
        ['Aruba 1', 'art 2', 2],
        ['Aruba 2', 'art 2', 1],
      ],
    ],
    ['a lost group', (ANSWER_ROWS['4'] ?? []).slice(1)],
    [
      'a measure that is no number',
      [
        ['Aruba 1', 'art 1', '2'],
        ['Aruba 2', 'art 2', 1],
      ],
    ],
  ])('%s are found', async (_, rows) => {
    expect(new Set(await answered('4', rows))).toEqual(new Set(['answer-rows']))
  })

  test('a country that has not the most followers is found', async () => {
    expect(new Set(await answered('6b', [['Aruba 1', 1000]]))).toEqual(new Set(['answer-rows']))
  })
})
