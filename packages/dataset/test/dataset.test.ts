import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { kinds, recordSchemas, tables } from '@pinpipe/schema'
import fc from 'fast-check'
import { type CleanRecords, generateDataset, type Post } from '../src/dataset.ts'

const small = generateDataset({ rows: 2000, seed: 8 })
const posts = [...small.posts()]

const nulls = new Set([
  'No Title Data Available',
  'No description available',
  'No description available Story format',
  'Untitled',
  'User Info Error',
  'N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e',
  'Image src error.',
])
const text = (value: string) => (nulls.has(value.trim()) ? null : value.trim())

/** The cleaning rules, written down once more from the specification alone. */
function cleaned({ pin, geo, user }: Post['wire']): CleanRecords {
  const count = text(pin.follower_count)
  const unit = count?.at(-1) === 'k' ? 1e3 : count?.at(-1) === 'M' ? 1e6 : 1
  return {
    pin: {
      ind: pin.index,
      unique_id: pin.unique_id,
      title: text(pin.title),
      description: text(pin.description),
      follower_count: count === null ? null : Number.parseInt(count, 10) * unit,
      poster_name: text(pin.poster_name),
      tag_list: text(pin.tag_list),
      is_image_or_video: pin.is_image_or_video,
      image_src: text(pin.image_src),
      save_location: pin.save_location.replace('Local save in ', ''),
      category: pin.category,
    },
    geo: {
      ind: geo.ind,
      country: geo.country,
      coordinates: [geo.latitude, geo.longitude],
      timestamp: geo.timestamp,
    },
    user: {
      ind: user.ind,
      user_name: `${user.first_name} ${user.last_name}`,
      age: user.age,
      date_joined: user.date_joined,
    },
  }
}

function digest(items: Iterable<unknown>): string {
  const hash = createHash('sha256')
  for (const item of items) hash.update(`${JSON.stringify(item)}\n`)
  return hash.digest('hex').slice(0, 16)
}

describe('the data set', () => {
  it('is the same data for the same rows, seed and version, on any machine', () => {
    const { version } = small
    expect({ version, digest: digest(posts) }).toEqual({ version: 2, digest: 'bfe0a0679df104c7' })
  })

  it('differs by seed', () => {
    expect(digest(generateDataset({ rows: 50, seed: 9 }).posts())).not.toBe(
      digest(generateDataset({ rows: 50, seed: 10 }).posts()),
    )
  })

  it('gives a post by its row number as it does in turn', () => {
    fc.assert(
      fc.property(fc.nat(1999), (row) => expect(small.post(row)).toEqual(posts[row])),
      { numRuns: 50 },
    )
    expect(() => small.post(2000)).toThrow(RangeError)
  })

  it('has rows in wire form, columns in the order of the table', () => {
    for (const kind of kinds) {
      const names = JSON.stringify(tables[kind].columns.map(({ name }) => name))
      const isWrong = (row: object) =>
        !recordSchemas[kind].safeParse(row).success || JSON.stringify(Object.keys(row)) !== names
      expect(posts.map(({ wire }) => wire[kind]).filter(isWrong)).toEqual([])
    }
  })

  it('has a clean truth that is what the cleaning rules make of the wire rows', () => {
    expect(posts.map(({ clean }) => clean)).toEqual(posts.map(({ wire }) => cleaned(wire)))
  })

  it('aligns the three tables by row number', () => {
    const numbers = posts.map(({ wire }) => [wire.pin.index, wire.geo.ind, wire.user.ind])
    expect(numbers).toEqual([...posts.keys()].map((row) => [row, row, row]))
  })

  it('can be one row long, and empty', () => {
    expect([...generateDataset({ rows: 1, seed: 1 }).posts()]).toHaveLength(1)
    expect([...generateDataset({ rows: 0, seed: 1 }).posts()]).toHaveLength(0)
  })
})
