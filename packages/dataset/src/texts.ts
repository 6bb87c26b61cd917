import type { Dice } from './random.ts'
import { audiences, emoji, sayings, styles, type Topic } from './words/topics.ts'

const TITLE_LIMIT = 199
const DESCRIPTION_LIMIT = 180
const TAGS_LIMIT = 247
const ELLIPSIS = '…'
const NO_BREAK_SPACE = '\u00a0'

type Phrase = (dice: Dice, topic: Topic) => string

const phrases: readonly Phrase[] = [
  (d, t) => `${d.between(5, 60)} ${d.pick(styles)} ${d.pick(t.things)} for ${d.pick(audiences)}`,
  (d, t) => `${d.pick(styles)} ${d.pick(t.things)} You’ll Love ${d.pick(emoji)}`,
  (d, t) => `${d.pick(t.things)}: ${d.between(3, 21)} Ideas, Tips & Tricks`,
  (d, t) => `The Best ${d.pick(t.things)} | ${d.pick(styles)} ${d.pick(t.tags)}`,
  (d, t) => `How to Plan ${d.pick(styles)} ${d.pick(t.things)} in ${d.between(2, 9)} Steps`,
  (d) => `“${d.pick(sayings)}”`,
  (d, t) => `${d.pick(t.tags)} ${d.pick(emoji)}${d.pick(emoji)}`,
  (d, t) => `${d.pick(styles)} ${d.pick(t.things)} {free printable}`,
]

const sentences: readonly Phrase[] = [
  (d, t) => `Looking for ${d.pick(styles).toLowerCase()} ${d.pick(t.things).toLowerCase()}?`,
  (d, t) =>
    `Here are ${d.between(4, 40)} ${d.pick(t.things).toLowerCase()} for ${d.pick(audiences)}.`,
  (d) => `${d.pick(sayings)}, and save this pin for later ${d.pick(emoji)}`,
  (d, t) => `We’ve gathered our favorite ${d.pick(t.tags).toLowerCase()}, step by step.`,
  (d, t) => `“${d.pick(t.things)}” sounds hard; it isn’t.`,
  (d, t) => `#${d.pick(t.tags).replaceAll(' ', '')} #${d.pick(t.tags).replaceAll(' ', '')}`,
  () => `Pick one, try it this week | tell us how it went!`,
]

/** Cuts after at most `length` UTF-16 units, never through a character. */
function cut(text: string, length: number): string {
  const inPair = /[\uD800-\uDBFF]/.test(text.charAt(length - 1))
  return text.slice(0, inPair ? length - 1 : length)
}

/** A title; one in 40 is long, up to 199 characters. */
export function makeTitle(dice: Dice, topic: Topic): string {
  let title = dice.pick(phrases)(dice, topic)
  if (!dice.chance(1 / 40)) return title
  const least = dice.between(120, TITLE_LIMIT + 20)
  while (title.length < least) title += ` - ${dice.pick(phrases)(dice, topic)}`
  return cut(title, TITLE_LIMIT).trim()
}

/**
 * A description of at most 180 characters. A long one is cut there and ends with an ellipsis,
 * often followed by a no-break space; a short one is whole.
 */
export function makeDescription(dice: Dice, topic: Topic, long: boolean): string {
  let text = dice.pick(sentences)(dice, topic)
  const least = long ? DESCRIPTION_LIMIT : dice.between(0, 120)
  while (text.length < least) text += ` ${dice.pick(sentences)(dice, topic)}`
  if (!long) return cut(text, DESCRIPTION_LIMIT).trim()
  const end = dice.chance(0.6) ? ELLIPSIS + NO_BREAK_SPACE : ELLIPSIS
  return cut(text, DESCRIPTION_LIMIT - end.length) + end
}

/** `count` different tags of the topic, joined by commas; one list in 50 is long, up to 247. */
export function makeTags(dice: Dice, topic: Topic, count: number): string {
  const rest = [...topic.tags]
  const chosen: string[] = []
  while (chosen.length < count) chosen.push(...rest.splice(dice.between(0, rest.length - 1), 1))
  let room = dice.chance(1 / 50) ? TAGS_LIMIT - chosen.join(',').length : 0
  const widened = chosen.map((tag) => {
    const purpose = ` For ${dice.pick(audiences)}`
    if (purpose.length > room) return tag
    room -= purpose.length
    return tag + purpose
  })
  return widened.join(',')
}

/** A UUID of version 4. */
export function makeUuid(dice: Dice): string {
  const hex = dice.hex(32)
  const variant = '89ab'.charAt(dice.between(0, 3))
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-')
}

/** Address of an image, or of a video's thumbnail, shaped as the original's, on a reserved domain. */
export function makeImageSource(dice: Dice, extension: string, video: boolean): string {
  const hex = dice.hex(32)
  const folders = `${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex.slice(4, 6)}`
  return video
    ? `https://i.pinimg.example/videos/thumbnails/originals/${folders}/${hex}.0000001.jpg`
    : `https://i.pinimg.example/originals/${folders}/${hex}.${extension}`
}
