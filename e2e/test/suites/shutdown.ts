import { describe, expect, test } from '@jest/globals'
import { leftBehind } from '../../src/left-behind.ts'
import { NpmSystem } from '../../src/npm-system.ts'

/** The end of a run, and another one after it in the same place. */
export function shutdownSuite(started: () => { system: NpmSystem }) {
  describe('the end of a run', () => {
    test('Ctrl-C ends everything with exit code 0 and leaves no process and no port behind', async () => {
      const { system } = started()
      expect(await system.stop()).toBe(0)
      expect(await leftBehind(system.place)).toEqual([])
    })

    test('a second start goes on from the same state, and --exit ends it with 0 when all is proven', async () => {
      const { place } = started().system
      const again = new NpmSystem(place, ['--posts', '20', '--exit', '--json'])
      try {
        const document = await again.document()
        expect(document).toMatchObject({ posts: 20, acknowledged: 60, landed: 60, ok: true })
        expect(await again.exited()).toBe(0)
      } finally {
        await again.stop()
      }
      expect(await leftBehind(place)).toEqual([])
    })
  })
}
