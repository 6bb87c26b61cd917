import { hash } from 'node:crypto'
import { countOf, knownOf, momentOf, textOf, Unreadable } from './clean-values.ts'
import type { Kind } from './verdict.ts'

type Values = Readonly<Record<string, unknown>>

/** The columns of the clean tables, in the order in which rows are compared. */
export const CLEAN_COLUMNS: Readonly<Record<Kind, readonly string[]>> = {
  pin: [
    ...['ind', 'unique_id', 'title', 'description', 'follower_count', 'poster_name', 'tag_list'],
    ...['is_image_or_video', 'image_src', 'save_location', 'category'],
  ],
  geo: ['ind', 'country', 'coordinates', 'timestamp'],
  user: ['ind', 'user_name', 'age', 'date_joined'],
}

/** Tells clean rows apart, moments as milliseconds or as dates; it takes less memory than a row. */
export function digestOf(kind: Kind, row: Values): string {
  return hash('sha256', JSON.stringify(CLEAN_COLUMNS[kind].map((column) => plainOf(row[column]))))
}

/** A cell as JSON can tell it: a moment as milliseconds, a missing cell as null. */
export function plainOf(cell: unknown): unknown {
  if (typeof cell === 'bigint') return `${cell}n`
  return cell instanceof Date ? cell.getTime() : (cell ?? null)
}

const isText = (value: unknown) => typeof value === 'string' && value.isWellFormed()
const isWhole = (value: unknown) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value
const isIndex = (value: unknown) => isWhole(value) && Number(value) >= 0
const isNumber = (value: unknown) => typeof value === 'bigint' || Number.isFinite(value)

type Fits = (value: unknown) => boolean

const texts = (...names: string[]): Readonly<Record<string, Fits>> =>
  Object.fromEntries(names.map((name) => [name, isText]))

/** What every column of a posted record must be. */
const CONTRACT: Readonly<Record<Kind, Readonly<Record<string, Fits>>>> = {
  pin: {
    ...{ index: isIndex, downloaded: isWhole },
    ...texts('unique_id', 'title', 'description', 'poster_name', 'follower_count', 'tag_list'),
    ...texts('is_image_or_video', 'image_src', 'save_location', 'category'),
  },
  geo: {
    ...{ ind: isIndex, latitude: isNumber, longitude: isNumber },
    ...texts('timestamp', 'country'),
  },
  user: { ind: isIndex, age: isWhole, ...texts('first_name', 'last_name', 'date_joined') },
}

/** The clean row of a record, whose whole numbers are bigint; undefined for one that is to be refused. */
export function cleanRecord(kind: Kind, record: Values): Values | undefined {
  const contract = Object.entries(CONTRACT[kind])
  if (!contract.every(([column, fits]) => fits(record[column]))) return undefined
  try {
    return CLEAN[kind](record)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

const CLEAN: Readonly<Record<Kind, (record: Values) => Values>> = {
  pin: (pin) => ({
    ind: pin.index,
    unique_id: textOf(pin.unique_id),
    title: knownOf(pin.title, 'No Title Data Available'),
    description: knownOf(pin.description, ...NO_DESCRIPTION),
    follower_count: countOf(knownOf(pin.follower_count, NO_USER)),
    poster_name: knownOf(pin.poster_name, NO_USER),
    tag_list: knownOf(pin.tag_list, 'N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e'),
    is_image_or_video: textOf(pin.is_image_or_video),
    image_src: knownOf(pin.image_src, 'Image src error.'),
    save_location: textOf((textOf(pin.save_location) ?? '').replace(/^Local save in /, '')),
    category: textOf(pin.category),
  }),
  geo: (geo) => ({
    ind: geo.ind,
    country: textOf(geo.country),
    coordinates: [Number(geo.latitude), Number(geo.longitude)],
    timestamp: momentOf(textOf(geo.timestamp)),
  }),
  user: (user) => ({
    ind: user.ind,
    user_name: textOf(`${textOf(user.first_name) ?? ''} ${textOf(user.last_name) ?? ''}`),
    age: user.age,
    date_joined: momentOf(textOf(user.date_joined)),
  }),
}

const NO_USER = 'User Info Error'
const NO_DESCRIPTION = [
  'No description available',
  'No description available Story format',
  'Untitled',
]
