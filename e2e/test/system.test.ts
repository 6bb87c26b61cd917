import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from '@jest/globals'
import { ComposeSystem } from '../src/compose-system.ts'
import { NpmSystem } from '../src/npm-system.ts'
import { newPlace } from '../src/place.ts'
import type { RunningSystem, StartDocument } from '../src/system.ts'
import { answersSuite } from './suites/answers.ts'
import { badInputSuite } from './suites/bad-input.ts'
import { containersEndSuite, containersSuite } from './suites/containers.ts'
import { POSTS, pipelineSuite } from './suites/pipeline.ts'
import { secondStartSuite } from './suites/second-start.ts'
import { shutdownSuite } from './suites/shutdown.ts'
import { twoBatchesSuite } from './suites/two-batches.ts'

/** One start serves all suites; they run in this order, for the later ones change what they find. */
let dir: string
let system: RunningSystem
let document: StartDocument

/** `STACK=containers` judges `docker compose up`, anything else `npm start`. */
const inContainers = process.env.STACK === 'containers'

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pinpipe e2e '))
  const place = await newPlace(dir)
  system = inContainers
    ? new ComposeSystem(place, POSTS)
    : new NpmSystem(place, ['--posts', String(POSTS), '--json'])
  document = await system.document()
})

afterAll(async () => {
  await system?.stop()
  await rm(dir, { recursive: true, force: true })
})

pipelineSuite(() => ({ system, document }))
answersSuite(() => ({ system, document }))
if (inContainers) containersSuite(() => ({ system: system as ComposeSystem, document }))
badInputSuite(() => ({ system, document }))
if (inContainers) {
  containersEndSuite(() => ({ system: system as ComposeSystem }))
} else {
  twoBatchesSuite(() => ({ system: system as NpmSystem }))
  secondStartSuite(() => ({ system: system as NpmSystem }))
  shutdownSuite(() => ({ system: system as NpmSystem }))
}
