import { describe, expect, it } from '@jest/globals'
import { assignFaults, everythingMissing, faults, placeholders } from '../src/faults.ts'

const count = (codes: Uint8Array, is: (fault: (typeof faults)[number]) => boolean) =>
  codes.filter((code) => is(faults[code] as (typeof faults)[number])).length

describe('the fault ladder', () => {
  it('has the numbers of the reference on as many rows as its sample', () => {
    const codes = assignFaults(1067, 5)
    const story = 'multi-video(story page format)'
    expect(count(codes, ({ media }) => media === 'image')).toBe(955)
    expect(count(codes, ({ media }) => media === 'video')).toBe(32)
    expect(count(codes, ({ media }) => media === story)).toBe(80)
    expect(count(codes, ({ image }) => image === true)).toBe(28)
    expect(count(codes, ({ user }) => user === true)).toBe(12)
    expect(count(codes, ({ tags }) => tags === true)).toBe(18)
    expect(count(codes, ({ description }) => description?.text === placeholders.description)).toBe(
      17,
    )
    expect(
      count(codes, ({ description }) => description?.text === placeholders.storyDescription),
    ).toBe(80)
  })

  it('is a ladder: without a poster comes without tags, image and description', () => {
    for (const fault of faults) {
      if (fault.user) expect(fault.image && fault.tags).toBe(true)
      if (fault.image) expect(fault.description?.text).toBe(placeholders.storyDescription)
    }
  })

  it('keeps its shares when scaled', () => {
    const codes = assignFaults(1067 * 50, 5)
    expect(count(codes, ({ user }) => user === true)).toBe(600)
    expect(count(codes, ({ image }) => image === true)).toBe(1400)
  })

  it.each([1, 2, 100])('breaks row 7528, the first that is sent, with seed %i', (seed) => {
    expect(assignFaults(11_154, seed)[7528]).toBe(everythingMissing)
  })

  it('writes the missing tags with a comma after each character, in 17 parts', () => {
    expect(placeholders.tags).toBe('N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e')
    expect(placeholders.tags.split(',')).toHaveLength(17)
  })
})
