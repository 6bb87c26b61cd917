import { describe, expect, test } from '@jest/globals'
import { OPTIONS, QUESTIONS } from '../../src/questions.ts'
import { putClean } from '../lake.ts'
import { ANSWER_ROWS, type CleanRows } from '../records.ts'
import { putAnswer } from '../runs.ts'
import { SmallSystem } from '../small-system.ts'

/** What is found in the small system's right answer of a task with something changed. */
const changed = async (task: string, change: object, system = new SmallSystem()) => {
  const right = { columns: QUESTIONS[task]?.columns, rows: ANSWER_ROWS[task] }
  putAnswer(system.store, task, { ...right, ...change })
  const { differences } = await system.judge('answers')
  return differences.filter(({ object }) => object === `answers/task-${task}.json`)
}

describe('an answer says what it answers, and how', () => {
  test.each([
    ['another title', { title: 'Most popular category' }],
    ['no title', { title: undefined }],
    ['another task', { task: '5' }],
  ])('%s is found', async (_, change) => {
    const [found, ...more] = await changed('4', change)
    expect([found?.kind, more]).toEqual(['answer-heading', []])
  })

  test.each([
    ['other ones', { ...OPTIONS, median: 'lower' }, 'median "lower"'],
    ['emptied ones', { ...OPTIONS, median: '' }, 'median ""'],
    ['one that is left out', { ...OPTIONS, median: undefined }, 'median missing'],
    ['one more', { ...OPTIONS, fast: true }, 'fast true'],
  ])('answers with other options cannot be judged: %s', async (_, options, named) => {
    const found = await changed('8', { options, rows: [['18-24', 999]] })
    const what = `answers/task-8.json was made with other options and cannot be judged: ${named}`
    expect(found).toEqual([{ kind: 'answer-options', object: 'answers/task-8.json', what }])
  })

  test.each([{}, null, undefined, 'all'])('options that are %j are found', async (options) => {
    const found = await changed('8', { options })
    expect(found.map(({ kind }) => kind)).toEqual(['answer-options'])
  })
})

/** Two posts, each with its pin's and its country's n-th value. */
const twoPosts = (pins: readonly [number, number], countries: readonly [number, number]) => {
  const system = new SmallSystem()
  const rows = ([first, second]: readonly [number, number]): CleanRows => [
    [3, first],
    [7, second],
  ]
  putClean(system.store, 'pin', rows(pins))
  putClean(system.store, 'geo', rows(countries))
  putClean(system.store, 'user', rows([1, 1]))
  return system
}

const faults = async (task: string, rows: unknown[][], system: SmallSystem) =>
  (await changed(task, { rows }, system)).map(({ what }) => what.replace(/^\S+ /, ''))

describe('rows are those of the clean posts, cell by cell', () => {
  test('a median that is not the exact mean of the two middles is found', async () => {
    const system = twoPosts([1, 2], [1, 1])
    expect(await faults('8', [['18-24', 1500]], system)).toEqual([])
    expect(await faults('8', [['18-24', 1400]], system)).toEqual([
      'lacks ["18-24",1500]',
      'has ["18-24",1400], which the clean posts do not give',
    ])
  })

  test.each([
    ['4', 'Aruba 1'],
    ['7', '18-24'],
  ])('a row that shares the top and is left out of task %s is found', async (task, group) => {
    const rows = ['art 1', 'art 2'].map((category) => [group, category, 1])
    const system = twoPosts([1, 2], [1, 1])
    expect(await faults(task, rows, system)).toEqual([])
    expect(await faults(task, rows.slice(0, 1), system)).toEqual([`lacks ["${group}","art 2",1]`])
  })

  test('a country that shares the top, but is not the first, is found', async () => {
    const system = twoPosts([1, 1], [1, 2])
    expect(await faults('6b', [['Aruba 1', 1000]], system)).toEqual([])
    expect(await faults('6b', [['Aruba 2', 1000]], system)).toHaveLength(2)
  })

  test('rows in another order are found', async () => {
    const rows = ANSWER_ROWS['4']?.toReversed()
    const [found, ...more] = await changed('4', { rows })
    expect(found?.what).toContain('is in another order: row 1 is ["Aruba 2"')
    expect(more).toEqual([])
  })

  test('a row of another width is found', async () => {
    expect(await faults('8', [['18-24']], new SmallSystem())).toHaveLength(2)
  })
})
