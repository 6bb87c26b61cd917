import { describe, expect, test } from '@jest/globals'
import { NpmSystem } from '../../src/npm-system.ts'
import { newPlace } from '../../src/place.ts'
import { delivered } from '../../src/system.ts'

/** A start that meets a run in its own state folder. */
export function secondStartSuite(started: () => { system: NpmSystem }) {
  describe('a second start beside a run', () => {
    test('in the same state folder is refused on other ports too, and the run keeps its state', async () => {
      const { system } = started()
      const before = await delivered(system)
      const second = new NpmSystem(await newPlace(system.place.dir), ['--fresh', '--exit'])
      expect(await second.exited()).toBe(1)
      expect(second.said).toMatch(
        /The folder .+ \(PIPELINE_DIR\) is in use by process \d+\. End it, or set PIPELINE_DIR/,
      )
      expect(await delivered(system)).toEqual(before)
    })
  })
}
