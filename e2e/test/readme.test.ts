import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { removeImages } from '@pinpipe/stack'
import { newPlace, placeEnvironment, ROOT } from '../src/place.ts'

/** `npm test` is this run, and `npm start` alone stays up: the suites of system.test.ts run it. */
const RUN_ELSEWHERE = new Set(['npm start', 'npm test'])

/** With `STACK=containers` the commands that need Docker are run, without it the others. */
const inContainers = process.env.STACK === 'containers'
const needsDocker = (command: string) => /\bdocker compose | --containers\b/.test(command)

const commands = [
  ...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```/gms),
].flatMap(([, block = '']) => block.trim().split('\n'))

test('README shows how to start and how to test', () => {
  expect(commands).toEqual(expect.arrayContaining([...RUN_ELSEWHERE]))
})

test('docs/claims.md names every command that is run', () => {
  const claims = readFileSync(join(ROOT, 'docs', 'claims.md'), 'utf8')
  const isNamed = (command: string) => claims.includes(`works as pasted: ${command}\``)
  const run = commands.filter((command) => !RUN_ELSEWHERE.has(command))
  expect(run.filter((command) => !isNamed(command))).toEqual([])
})

const project = `pinpipe-readme-${process.pid}`
let dir: string
let env: NodeJS.ProcessEnv

/** One place for all commands: a later one may end what an earlier one has started. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pinpipe readme '))
  env = {
    ...placeEnvironment(await newPlace(dir)),
    RESULTS_DIR: dir,
    COMPOSE_PROJECT_NAME: project,
  }
})

afterAll(async () => {
  if (inContainers) await removeImages({ name: project, env })
  await rm(dir, { recursive: true, force: true })
})

test.each(
  commands.filter(
    (command) => !RUN_ELSEWHERE.has(command) && needsDocker(command) === inContainers,
  ),
)('the command of README works as pasted: %s', async (command) => {
  const child = spawn('sh', ['-c', command], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
  }
  const [code] = await once(child, 'close')
  expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' })
})
