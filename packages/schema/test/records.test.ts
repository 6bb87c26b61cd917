import { describe, expect, it } from '@jest/globals'
import { kinds } from '../src/names.ts'
import { geoRecord, recordSchemas, userRecord } from '../src/records.ts'

const geo = {
  ind: 7,
  timestamp: '2019-03-04T05:06:07',
  latitude: -89.9787,
  longitude: -179.908,
  country: 'Aruba',
}

describe('records', () => {
  it('have 12, 5 and 5 columns, each with a description', () => {
    expect(kinds.map((kind) => Object.keys(recordSchemas[kind].shape).length)).toEqual([12, 5, 5])
    for (const kind of kinds)
      for (const field of Object.values(recordSchemas[kind].shape))
        expect(field.description).toMatch(/\w/)
  })

  it('accept a row in wire form, with an extra column too', () => {
    expect(geoRecord.safeParse(geo).success).toBe(true)
    expect(geoRecord.safeParse({ ...geo, altitude: 12 }).success).toBe(true)
  })

  it('refuse a missing column and a number where a text belongs', () => {
    const { country: _, ...withoutCountry } = geo
    expect(geoRecord.safeParse(withoutCountry).success).toBe(false)
    expect(geoRecord.safeParse({ ...geo, country: 1 }).success).toBe(false)
  })

  it('refuse a row number that is negative, fractional or a text', () => {
    for (const ind of [-1, 1.5, '7'])
      expect(geoRecord.safeParse({ ...geo, ind }).success).toBe(false)
  })

  it.each(['2019-03-04 05:06:07', '2019-03-04T05:06:07Z', '2019-03-04T05:06:07.000', '2019-03-04'])(
    'refuse the date %p',
    (timestamp) => {
      expect(geoRecord.safeParse({ ...geo, timestamp }).success).toBe(false)
    },
  )

  it('refuse null, because the source marks missing values by placeholder texts', () => {
    const user = {
      ind: 0,
      first_name: null,
      last_name: 'Abbott',
      age: 20,
      date_joined: geo.timestamp,
    }
    expect(userRecord.safeParse(user).success).toBe(false)
  })
})
