import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type MariaDb, startMariaDb } from '@pinpipe/stack'
import { ROOT } from '../../src/place.ts'
import { type Answers, answerInSql, inOrder, TASKS } from '../../src/sql-answers.ts'
import { delivered, type RunningSystem, type StartDocument } from '../../src/system.ts'

const DATASET = join(ROOT, 'packages', 'dataset', 'dist', 'main.js')

/** The same questions, asked of the generator's clean truth in another language. */
export function answersSuite(started: () => { system: RunningSystem; document: StartDocument }) {
  describe('the answers of Spark are those of SQL over the clean truth', () => {
    let database: MariaDb
    let expected: Answers

    beforeAll(async () => {
      database = await startMariaDb()
      const env = {
        ...process.env,
        MYSQL_HOST: database.host,
        MYSQL_PORT: String(database.port),
        MYSQL_USER: database.user,
        MYSQL_PASSWORD: database.password,
        MYSQL_DATABASE: database.database,
      }
      await promisify(execFile)(process.execPath, [DATASET, '--load', '--clean'], { env })
      expected = await answerInSql(database, await delivered(started().system))
    })

    afterAll(async () => {
      await database?.stop()
    })

    test.each(TASKS)('task %s, cell by cell', (task) => {
      const answer = started().document.answers[task]
      expect(answer?.columns).toEqual(expected[task].columns)
      expect(inOrder(answer ?? { columns: [], rows: [] })).toEqual(inOrder(expected[task]))
      expect(expected[task].rows.length).toBeGreaterThan(0)
    })
  })
}
