import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'
import { newPlace, type StartDocument, StartedSystem } from '../src/system.ts'
import { answersSuite } from './suites/answers.ts'
import { badInputSuite } from './suites/bad-input.ts'
import { POSTS, pipelineSuite } from './suites/pipeline.ts'
import { secondStartSuite } from './suites/second-start.ts'
import { shutdownSuite } from './suites/shutdown.ts'

/** One start serves all suites; they run in this order, for the later ones change what they find. */
let dir: string
let system: StartedSystem
let document: StartDocument

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pinpipe e2e '))
  system = new StartedSystem(await newPlace(dir), ['--posts', String(POSTS), '--json'])
  document = await system.document()
})

afterAll(async () => {
  await system?.stop()
  await rm(dir, { recursive: true, force: true })
})

pipelineSuite(() => ({ system, document }))
answersSuite(() => ({ system, document }))
badInputSuite(() => ({ system, document }))
secondStartSuite(() => ({ system }))
shutdownSuite(() => ({ system }))
