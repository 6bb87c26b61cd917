import { describe, expect, test } from '@jest/globals'
import { judge, KINDS, QUESTIONS } from '@pinpipe/oracle'
import { Bucket } from '../../src/bucket.ts'
import type { Answer } from '../../src/sql-answers.ts'
import type { RunningSystem, StartDocument } from '../../src/system.ts'

/** Of the first 1,000 rows that the seeded emulator draws, 963 are distinct. */
export const POSTS = 1000
const DISTINCT = 963

/** What a run of 1,000 posts says, held against what is there. */
export function pipelineSuite(started: () => { system: RunningSystem; document: StartDocument }) {
  describe('1,000 posts through the whole system', () => {
    test('every record that was posted is acknowledged and lies in S3', () => {
      const { posts, sent, acknowledged, unknown, landed } = started().document
      expect({ posts, sent, acknowledged, unknown, landed }).toEqual({
        ...{ posts: POSTS, sent: 3 * POSTS, acknowledged: 3 * POSTS, unknown: 0 },
        landed: 3 * POSTS,
      })
    })

    test.each(KINDS)('clean, duplicate and quarantined %s records add up to the landed', (kind) => {
      const { clean, duplicates, quarantined } = started().document
      expect(clean[kind]).toBe(DISTINCT)
      expect(duplicates[kind]).toBe(POSTS - DISTINCT)
      expect(quarantined[kind]).toBe(0)
    })

    test('the oracle finds no difference between ledger, Kafka, bucket, tables and answers', async () => {
      const { system, document } = started()
      const { id, s3, ledgerFile, brokers } = system
      const verdict = await judge({ id, s3, ledgerFile, kafka: { brokers } })
      expect(verdict.differences).toEqual([])
      expect(verdict.stages).toHaveLength(5)
      expect(document.ok).toBe(true)
      const { posts, landed, objects, clean } = verdict.counts
      expect(document).toMatchObject({ posts, landed, objects, clean })
    })

    test.each(Object.keys(QUESTIONS))(
      'the answer of task %s is printed as it was published',
      async (task) => {
        const { system, document } = started()
        const bucket = new Bucket(system.s3)
        try {
          const { columns, rows } = await bucket.readJson<Answer>(`answers/task-${task}.json`)
          expect(document.answers[task]).toEqual({ columns, rows })
        } finally {
          bucket.close()
        }
      },
    )
  })
}
