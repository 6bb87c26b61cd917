import type { PinRecord } from '@pinpipe/schema'
import { blockSizes, categories } from './categories.ts'
import { assignFaults, type Fault, faults, placeholders } from './faults.ts'
import { followerText } from './followers.ts'
import { quotaCodes } from './quotas.ts'
import { Dice, draws } from './random.ts'
import { makeDescription, makeImageSource, makeTags, makeTitle, makeUuid } from './texts.ts'
import { topics } from './words/topics.ts'

/** A row of `df_pin`, as the cleaning must give it. */
export interface CleanPin {
  readonly ind: number
  readonly unique_id: string
  readonly title: string | null
  readonly description: string | null
  readonly follower_count: number | null
  readonly poster_name: string | null
  readonly tag_list: string | null
  readonly is_image_or_video: string
  readonly image_src: string | null
  readonly save_location: string
  readonly category: string
}

/** A pin with all that it has, before anything is lost; texts as in the source. */
interface WholePin {
  readonly index: number
  readonly unique_id: string
  readonly title: string
  readonly description: string
  readonly poster_name: string
  readonly followers: number
  readonly tag_list: string
  readonly media: string
  readonly image_src: string
  readonly path: string
  readonly category: string
}

/** Images by file type in the reference sample; the thumbnails of videos are all jpg. */
const extensions = ['jpg', 'png', 'webp', 'gif'] as const
const extensionShares = [785, 164, 5, 1]
/** Tag lists by number of tags in the reference sample. */
const tagCounts = [9, 2, 3, 4, 8] as const
const tagCountShares = [1038, 3, 3, 2, 3]
/** Share of all rows whose description was cut, over the share of rows that have one of their own. */
const cutShares = [1067 * 0.37, 967 - 1067 * 0.37]

/** What is drawn for all rows together, because its shares must be exact. */
export interface PinPlan {
  readonly faultOf: Uint8Array
  readonly categoryOf: Uint8Array
  readonly tagsOf: Uint8Array
  readonly extensionOf: Uint8Array
  readonly cutOf: Uint8Array
}

/** Draws the plan. */
export function planPins(rows: number, seed: number): PinPlan {
  const categoryOf = new Uint8Array(rows)
  let start = 0
  for (const [category, size] of blockSizes(rows).entries()) {
    categoryOf.fill(category, start, start + size)
    start += size
  }
  return {
    faultOf: assignFaults(rows, seed),
    categoryOf,
    tagsOf: quotaCodes(rows, tagCountShares, draws(seed, 'pin/tags')),
    extensionOf: quotaCodes(rows, extensionShares, draws(seed, 'pin/extension')),
    cutOf: quotaCodes(rows, cutShares, draws(seed, 'pin/cut')),
  }
}

/** A pin in both forms. `word` is the row's own 32 random bits. */
export function makePin(
  plan: PinPlan,
  row: number,
  word: number,
  poster: { readonly name: string; readonly followers: number },
): { readonly wire: PinRecord; readonly clean: CleanPin } {
  const fault = faults[plan.faultOf[row] as number] as Fault
  const whole = wholePin(plan, row, new Dice(word), fault, poster)
  return { wire: wirePin(whole, fault), clean: cleanPin(whole, fault) }
}

function wholePin(
  plan: PinPlan,
  row: number,
  dice: Dice,
  fault: Fault,
  poster: { readonly name: string; readonly followers: number },
): WholePin {
  const category = categories[plan.categoryOf[row] as number] as (typeof categories)[number]
  const topic = topics[category]
  const extension = extensions[plan.extensionOf[row] as number] as string
  return {
    index: row,
    unique_id: makeUuid(dice),
    title: makeTitle(dice, topic),
    description: makeDescription(dice, topic, plan.cutOf[row] === 0),
    poster_name: poster.name,
    followers: poster.followers,
    tag_list: makeTags(dice, topic, tagCounts[plan.tagsOf[row] as number] as number),
    media: fault.media,
    image_src: makeImageSource(dice, extension, fault.media !== 'image'),
    path: `/data/${category}`,
    category,
  }
}

/** The pin as the source has it: placeholders for what is missing, counts as text. */
function wirePin(pin: WholePin, fault: Fault): PinRecord {
  return {
    index: pin.index,
    unique_id: pin.unique_id,
    title: fault.user ? placeholders.title : pin.title,
    description: fault.description?.text ?? pin.description,
    poster_name: fault.user ? placeholders.user : pin.poster_name,
    follower_count: fault.user ? placeholders.user : followerText(pin.followers),
    tag_list: fault.tags ? placeholders.tags : pin.tag_list,
    is_image_or_video: pin.media,
    image_src: fault.image ? placeholders.image : pin.image_src,
    downloaded: fault.image ? 0 : 1,
    save_location: `Local save in ${pin.path}`,
    category: pin.category,
  }
}

/** The pin as the cleaning must give it: nulls for what is missing, texts trimmed. */
function cleanPin(pin: WholePin, fault: Fault): CleanPin {
  const { description = { text: pin.description, kept: true } } = fault
  return {
    ind: pin.index,
    unique_id: pin.unique_id,
    title: fault.user ? null : pin.title.trim(),
    description: description.kept ? description.text.trim() : null,
    follower_count: fault.user ? null : pin.followers,
    poster_name: fault.user ? null : pin.poster_name.trim(),
    tag_list: fault.tags ? null : pin.tag_list,
    is_image_or_video: pin.media,
    image_src: fault.image ? null : pin.image_src,
    save_location: pin.path,
    category: pin.category,
  }
}
