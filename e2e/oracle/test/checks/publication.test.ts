import { describe, expect, test } from '@jest/globals'
import { putAnswer, putRunReport, RUN_COUNTS, RUN_ID } from '../runs.ts'
import { SmallSystem } from '../small-system.ts'

const found = async (system: SmallSystem) =>
  (await system.judge('answers')).differences.map(({ kind, what }) => [kind, what])

describe('the answers are those of a published run', () => {
  test('a run that tells that it is not published is named', async () => {
    const system = new SmallSystem()
    putRunReport(system.store, RUN_ID, RUN_COUNTS, { published: false })
    expect(await found(system)).toEqual([
      ['answer-run', `run ${RUN_ID} tells that it is not published`],
    ])
  })

  test('a run that is not ok is named', async () => {
    const system = new SmallSystem()
    putRunReport(system.store, RUN_ID, RUN_COUNTS, { ok: false })
    expect(await found(system)).toEqual([['run-not-ok', `run ${RUN_ID} tells that it is not ok`]])
  })

  test('a run without a report is named', async () => {
    const system = new SmallSystem()
    system.store.objects.delete(`runs/${RUN_ID}.json`)
    expect(await found(system)).toEqual([
      ['answer-run', `the answers are of run ${RUN_ID}, which has left no report`],
    ])
  })

  test('answers that a later published run should have replaced are named', async () => {
    const system = new SmallSystem()
    putRunReport(system.store, '2026-01-03')
    expect(await found(system)).toEqual([
      ['answer-run', `run 2026-01-03 was published after ${RUN_ID}`],
    ])
  })

  test('answers of more than one run are named', async () => {
    const system = new SmallSystem()
    const { body } = await system.store.get('answers/task-4.json')
    const text = Buffer.from(body).toString().replace(RUN_ID, '2026-01-01')
    system.store.put('answers/task-4.json', text)
    system.store.put('answers/runs/2026-01-01/task-4.json', text)
    putRunReport(system.store, '2026-01-01')
    expect(await found(system)).toEqual([
      ['answer-run', `the answers are of 2 runs: 2026-01-01,${RUN_ID}`],
      ['answer-run', `run ${RUN_ID} was published after 2026-01-01`],
    ])
  })

  test("an answer that is not the run's own is named", async () => {
    const system = new SmallSystem()
    const { body } = await system.store.get('answers/task-4.json')
    system.store.put('answers/task-4.json', `${Buffer.from(body).toString()} `)
    system.store.objects.delete(`answers/runs/${RUN_ID}/task-5.json`)
    const { differences } = await system.judge('answers')
    expect(differences.map(({ kind, object }) => [kind, object])).toEqual([
      ['answer-run', 'answers/task-4.json'],
      ['answer-run', 'answers/task-5.json'],
    ])
  })

  test('a tenth answer is named', async () => {
    const system = new SmallSystem()
    putAnswer(system.store, '12', { columns: [], rows: [] })
    expect(await found(system)).toEqual([
      ['answer-foreign', 'answers/task-12.json is none of the nine answers'],
    ])
  })
})
