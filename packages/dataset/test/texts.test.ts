import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Dice } from '../src/random.ts'
import { makeDescription, makeImageSource, makeTags, makeTitle, makeUuid } from '../src/texts.ts'
import { topics } from '../src/words/topics.ts'

const rolls = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((word) => () => new Dice(word))
const anyTopic = fc.constantFrom(...Object.values(topics))

describe('texts', () => {
  it('keep the lengths of the reference and are well-formed', () => {
    fc.assert(
      fc.property(rolls, anyTopic, fc.boolean(), (dice, topic, long) => {
        const title = makeTitle(dice(), topic)
        const description = makeDescription(dice(), topic, long)
        expect(title.length).toBeLessThanOrEqual(199)
        expect(description.length).toBeLessThanOrEqual(180)
        for (const text of [title, description]) {
          expect(text.isWellFormed()).toBe(true)
          expect(text.trim().length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('end a cut description, and no other, with an ellipsis', () => {
    fc.assert(
      fc.property(rolls, anyTopic, fc.boolean(), (dice, topic, long) => {
        const description = makeDescription(dice(), topic, long)
        expect(/…\u00a0?$/.test(description)).toBe(long)
        if (long) expect(description.length).toBeGreaterThanOrEqual(178)
      }),
    )
  })

  it('list as many different tags as asked for, without a comma inside, in 247 characters', () => {
    fc.assert(
      fc.property(rolls, anyTopic, fc.constantFrom(2, 3, 4, 8, 9), (dice, topic, count) => {
        const list = makeTags(dice(), topic, count)
        expect(new Set(list.split(',')).size).toBe(count)
        expect(list.length).toBeLessThanOrEqual(247)
      }),
      { numRuns: 1000 },
    )
  })

  it('shape ids as UUIDs of version 4', () => {
    fc.assert(
      fc.property(rolls, (dice) => {
        expect(makeUuid(dice())).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        )
      }),
    )
  })

  it('put images and thumbnails on a reserved domain', () => {
    const dice = new Dice(1)
    expect(makeImageSource(dice, 'png', false)).toMatch(
      /^https:\/\/i\.pinimg\.example\/originals\/(\w\w)\/(\w\w)\/(\w\w)\/\1\2\3[0-9a-f]{26}\.png$/,
    )
    expect(makeImageSource(dice, 'png', true)).toMatch(
      /^https:\/\/i\.pinimg\.example\/videos\/thumbnails\/originals\/.*\.0000001\.jpg$/,
    )
  })
})
