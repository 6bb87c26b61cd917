import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { NpmSystem } from '../src/npm-system.ts'
import { newPlace } from '../src/place.ts'

const POSTS = 300

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pinpipe stream '))
})

afterAll(() => rm(dir, { recursive: true, force: true }))

test('posts go over HTTP through Kinesis into clean tables, proven, with no batch half', async () => {
  const args = ['--stream', '--posts', String(POSTS), '--exit', '--json']
  const system = new NpmSystem(await newPlace(dir), args)
  const document = await system.document()
  expect({ code: await system.exited(), said: document.ok ? '' : system.said }).toEqual({
    code: 0,
    said: '',
  })
  expect(document).toMatchObject({
    posts: POSTS,
    sent: 3 * POSTS,
    acknowledged: 3 * POSTS,
    landed: null,
    clean: null,
    answers: null,
    stream: { sent: 3 * POSTS, quarantined: { pin: 0, geo: 0, user: 0 } },
    ok: true,
  })
  const { rows, duplicates } = document.stream as NonNullable<typeof document.stream>
  for (const kind of ['pin', 'geo', 'user'] as const) {
    expect(rows[kind]).toBeGreaterThan(0)
    expect(rows[kind] + duplicates[kind]).toBeGreaterThanOrEqual(POSTS)
  }
})
