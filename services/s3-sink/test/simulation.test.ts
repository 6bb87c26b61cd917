import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { offsetsOf } from './support/offsets.ts'
import { createRandom } from './support/random.ts'
import { testConnector, World } from './support/world.ts'

const SEEDS = 100
const STEPS = 250
/** Share of malformed values: large enough that a dead letter lost in a crash shows. */
const BAD_SHARE = 0.3

const modes = {
  'by records': { 'flush.size': 5 },
  'by records, one a file': { 'flush.size': 1 },
  'by the wall clock': {
    'flush.size': 1000,
    'rotate.schedule.interval.ms': 1000,
    timezone: 'UTC',
  },
  'by both, compressed': {
    'flush.size': 7,
    'rotate.schedule.interval.ms': 2000,
    timezone: 'UTC',
    's3.compression.type': 'gzip',
  },
}

describe('The sink under crashes, lost answers, zombies and rebalances', () => {
  test.each(Object.entries(modes))(
    'puts every record into the bucket exactly once when files rotate %s',
    async (_mode, keys) => {
      for (let seed = 1; seed <= SEEDS; seed++) await simulate(seed, keys)
    },
    120_000,
  )
})

async function simulate(seed: number, keys: Record<string, unknown>): Promise<void> {
  const random = createRandom(seed)
  const world = new World(random, testConnector(keys), 8_000)
  world.start()
  const bad: string[] = []
  for (let step = 0; step < STEPS; step++) {
    if (random() < 0.5) appendOne(world, random, bad, step)
    await world.step()
  }
  await world.finish()
  expect({ seed, lines: linesOf(world) }).toEqual({ seed, lines: expectedLines(world) })
  expect([...new Set(world.deadLetters)].sort()).toEqual(bad.sort())
}

function appendOne(world: World, random: () => number, bad: string[], step: number): void {
  const partition = random() < 0.7 ? 0 : 1
  const kind = random()
  const text = `{"step":${step}, "é":"${'x'.repeat(Math.floor(random() * 100))}"}`
  if (kind < BAD_SHARE) bad.push(`not json ${step}`)
  world.append(partition, Buffer.from(kind < BAD_SHARE ? `not json ${step}` : text))
}

/** What the bucket holds, object by object, as `partition offset line`. */
function linesOf(world: World): string[] {
  return [...world.store.objects.entries()]
    .flatMap(([key, { body, notes }]) => {
      const [, partition] = key.split('+')
      const text = (key.endsWith('.gz') ? gunzipSync(body) : body).toString()
      const lines = text.split('\n').slice(0, -1)
      expect(notes?.records).toBe(lines.length)
      const offsets = notes ? offsetsOf(notes) : []
      return lines.map((line, at) => `${partition} ${offsets[at]} ${line}`)
    })
    .sort()
}

function expectedLines(world: World): string[] {
  return world.logs
    .flatMap((log, partition) =>
      log.map(({ offset, value }) => `${partition} ${offset} ${value?.toString()}`),
    )
    .filter((line) => !line.includes('not json'))
    .sort()
}
