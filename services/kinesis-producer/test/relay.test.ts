import { describe, expect, test } from '@jest/globals'
import { AT, World } from './support/world.ts'

const never = new Promise<void>(() => undefined)
const texts = (open: readonly { text: string }[]) => open.map(({ text }) => text)

describe('a relay', () => {
  test('commits only below what Kinesis has, in whatever order it answers', async () => {
    const world = new World()
    world.deliver(10, 'a', 'b', 'c')
    await world.end('b')
    expect(await world.committed()).toBe(10)
    await world.end('a')
    expect(await world.committed()).toBe(12)
    await world.end('c')
    expect(await world.committed()).toBe(13)
  })

  test('skips null values, and their offsets with them', async () => {
    const world = new World()
    world.deliver(0, null, null)
    expect(await world.committed()).toBe(2)
    expect(world.puts).toEqual([])
  })

  test('passes over what was delivered before', async () => {
    const world = new World()
    world.deliver(0, 'a', 'b')
    world.deliver(1, 'b', 'c')
    expect(texts(world.puts)).toEqual(['a', 'b', 'c'])
  })

  test('waits with its commit for the dead letter of a record that Kinesis never takes', async () => {
    const world = new World()
    world.deliver(0, 'a', 'b')
    await world.end('b')
    await world.end('a', 'KINESIS_RECORD_TOO_LARGE')
    expect(await world.committed()).toBe(0)
    await world.endLetter('a')
    expect(await world.committed()).toBe(2)
  })

  test.each(['KINESIS_EXPIRED', 'KINESIS_OUTCOME_UNKNOWN'] as const)(
    'puts a record again whose outcome is %s',
    async (code) => {
      const world = new World()
      world.deliver(0, 'a')
      await world.end('a', code)
      expect(texts(world.puts)).toEqual(['a'])
      expect(await world.committed()).toBe(0)
      await world.end('a')
      expect(await world.committed()).toBe(1)
    },
  )

  test('offers an offset again that the group has not taken', async () => {
    const world = new World()
    world.deliver(0, null)
    world.commitErrors = [new Error('rebalancing')]
    expect(await world.committed()).toBeUndefined()
    expect(await world.committed()).toBe(1)
    await world.relay.commit()
    expect(world.commits).toEqual([1])
  })

  test('counts nothing of an earlier generation, whose records come again', async () => {
    const world = new World()
    world.deliver(0, 'a', 'b')
    world.relay.assigned([AT])
    await world.end('a')
    await world.end('b', 'KINESIS_KEY_INVALID')
    expect(await world.committed()).toBeUndefined()
    expect(world.letters).toEqual([])
    world.deliver(0, 'a', 'b')
    await world.end('a')
    expect(await world.committed()).toBe(1)
  })

  test('pauses a partition while it holds too much, those of an earlier generation included', async () => {
    const world = new World(20_480)
    world.deliver(0, 'a', 'b')
    expect(world.paused.size).toBe(1)
    await world.end('a')
    expect(world.paused.size).toBe(0)
    world.deliver(2, ...'cdefgh')
    world.relay.assigned([AT])
    world.deliver(1, 'i')
    expect(world.paused.size).toBe(1)
  })

  test('tells how long the oldest record has waited', async () => {
    const world = new World()
    expect(world.relay.oldestAgeMs).toBe(0)
    world.deliver(0, 'a')
    world.now = 5
    world.deliver(1, 'b')
    world.now = 12
    expect(world.relay.oldestAgeMs).toBe(12)
    await world.end('a')
    expect(world.relay.oldestAgeMs).toBe(7)
  })
})

describe('draining', () => {
  test('takes nothing more in, and commits once puts and dead letters are done', async () => {
    const world = new World()
    world.deliver(0, 'a', 'b')
    const drained = world.relay.drain(async () => {
      world.deliver(2, 'c')
      await world.end('a')
      await world.end('b', 'KINESIS_INVALID')
    }, never)
    await world.untilLetter()
    await world.endLetter('b')
    await drained
    expect(world.commits).toEqual([2])
    expect(world.puts).toEqual([])
  })

  test('says what is left when the time is up, and does not commit it', async () => {
    const world = new World()
    world.deliver(0, 'a', 'b', 'c')
    await world.end('b', 'KINESIS_RECORD_TOO_LARGE')
    const close = async () => {
      await world.end('a')
      await world.end('c', 'KINESIS_CLOSED')
    }
    await expect(world.relay.drain(close, Promise.resolve())).rejects.toMatchObject({
      code: 'DRAIN_INCOMPLETE',
      facts: { left: 2 },
    })
    expect(world.commits).toEqual([1])
  })
})
