import { expect, test } from '@jest/globals'
import { mavenProgress } from '../../src/setup/jars.ts'
import { uvProgress } from '../../src/setup/venvs.ts'

test("Maven's lines count the jars that it fetches, not its poms", () => {
  const seen: number[][] = []
  const line = mavenProgress((done, total) => seen.push([done, total]))
  line('Downloading from central: https://example.test/a/1/a-1.pom')
  line('Downloading from central: https://example.test/a/1/a-1.jar')
  line('Downloading from central: https://example.test/b/1/b-1.jar')
  line('Downloaded from central: https://example.test/a/1/a-1.jar (12 kB at 1 MB/s)')
  expect(seen).toEqual([
    [0, 1],
    [0, 2],
    [1, 2],
  ])
})

test("uv's lines add up the megabytes of the packages that it names", () => {
  const seen: number[][] = []
  const line = uvProgress((done, total) => seen.push([done, total]))
  line('Downloading botocore (13.5MiB)')
  line('Downloading sympy (6.0MiB)')
  line(' Downloaded sympy')
  expect(seen).toEqual([
    [0, 13.5],
    [0, 19.5],
    [6, 19.5],
  ])
})
