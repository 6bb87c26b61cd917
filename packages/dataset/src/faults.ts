import { quotaCodes } from './quotas.ts'
import { draws } from './random.ts'

export type Media = 'image' | 'video' | 'multi-video(story page format)'

/** Texts that stand where the source has no value. */
export const placeholders = {
  title: 'No Title Data Available',
  storyDescription: 'No description available Story format',
  description: 'No description available',
  user: 'User Info Error',
  tags: [...'No Tags Available'].join(','),
  image: 'Image src error.',
} as const

/** What is wrong with a pin. A column that is not named holds a value. */
export interface Fault {
  readonly media: Media
  /** Text that replaces the description; null in the clean row unless `kept`. */
  readonly description?: { readonly text: string; readonly kept: boolean }
  readonly tags?: true
  /** Image source; the pin was then not downloaded either. */
  readonly image?: true
  /** Title, poster and followers. */
  readonly user?: true
}

const story: Media = 'multi-video(story page format)'
const missing = (text: string) => ({ description: { text, kept: false } })
const noStory = missing(placeholders.storyDescription)

/** The fault ladder with the number of pins on each step in the reference sample of 1,067. */
const ladder: readonly { readonly pins: number; readonly fault: Fault }[] = [
  { pins: 930, fault: { media: 'image' } },
  { pins: 17, fault: { media: 'image', ...missing(placeholders.description) } },
  { pins: 1, fault: { media: 'image', ...missing('Untitled') } },
  { pins: 1, fault: { media: 'image', description: { text: 'Art.', kept: true } } },
  {
    pins: 1,
    fault: { media: 'image', description: { text: '412 points • 27 comments', kept: true } },
  },
  { pins: 5, fault: { media: 'image', tags: true } },
  { pins: 31, fault: { media: 'video' } },
  { pins: 1, fault: { media: 'video', tags: true } },
  { pins: 52, fault: { media: story, ...noStory } },
  { pins: 16, fault: { media: story, ...noStory, image: true } },
  { pins: 12, fault: { media: story, ...noStory, image: true, tags: true, user: true } },
]

/** The kinds of fault; a row's fault is an index into this list. */
export const faults: readonly Fault[] = ladder.map(({ fault }) => fault)

/** Index of the fault of a row that lacks everything. */
export const everythingMissing = faults.length - 1

/** The first row that the original's emulator sends lacks everything. */
const BROKEN_ROW = 7528

/** The fault of each row: the ladder's shares exactly, in random order. */
export function assignFaults(rows: number, seed: number): Uint8Array {
  const weights = ladder.map(({ pins }) => pins)
  const codes = quotaCodes(rows, weights, draws(seed, 'fault'))
  const broken = codes.indexOf(everythingMissing)
  if (broken >= 0 && BROKEN_ROW < rows) {
    codes[broken] = codes[BROKEN_ROW] as number
    codes[BROKEN_ROW] = everythingMissing
  }
  return codes
}
