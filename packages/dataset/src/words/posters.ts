import { emoji } from './topics.ts'

const words = (text: string): readonly string[] => text.split(' ')

const adjectives = words(
  'Amber Bright Busy Calm Candid Clever Copper Coral Crafty Crisp Curious Daily Dapper Daring Dusty Early Eager Fern Fancy Fresh Gentle Gilded Golden Happy Hazel Hidden Honest Humble Indigo Ivory Jolly Kind Lively Lucky Lunar Mellow Merry Mighty Minty Misty Modest Mossy Nimble Noble Olive Paper Patient Plaid Quiet Rosy Rustic Sandy Scarlet Silver Simple Sleepy Snug Sunny Velvet Wandering Wild Windy Witty',
)
const nouns = words(
  'Acorn Anchor Attic Barn Basket Beacon Bee Birch Bramble Brook Button Cabin Candle Canvas Cedar Clover Compass Corner Cottage Cricket Daisy Desk Dove Ember Feather Fern Finch Fox Garden Gate Hammock Harbor Hearth Hive Island Jar Kettle Kite Ladder Lantern Larch Lemon Linen Loom Maple Meadow Mill Mitten Moth Needle Nest Oak Orchard Otter Owl Patch Pebble Pine Porch Quill Quilt Raven Ribbon River Robin Sail Shed Sparrow Spool Teapot Thimble Trail Tulip Wagon Willow Window Wren Yard',
)
const endings = words(
  'Studio Co Blog Journal Market House Workshop Club Diary Collective Boutique Kitchen Notes Living Supply Gallery',
)

type Pattern = (adjective: string, noun: string, ending: string, number: number) => string

/** Ways to write a name; two patterns never give the same one, blanks at the ends aside. */
const patterns: readonly Pattern[] = [
  (a, n, e) => `${a} ${n} ${e}`,
  (a, n, e) => `The ${a} ${n} ${e}`,
  (a, n, e) => `${a} ${n} | ${e} & More`,
  (a, n, e) => `${a.toLowerCase()}${n.toLowerCase()}${e.toLowerCase()}`,
  (a, n, e) => `${n}, ${a} ${e} `,
  (a, n, e) => `${a} ${n}’s ${e}`,
  (a, n, e, i) => `${a} ${n} ${e} ${emoji[i % emoji.length]}`,
  (a, n, e) => `{${a} ${n}} ${e}`,
  (a, n, e) => `${e} at ${a} ${n}`,
  (a, n, e) => `${a}${n} ${e}.example`,
  (a, n, e) => `My ${a} ${n} ${e} `,
  (a, n, e) =>
    `${a} ${n} ${e} | Recipes, Crafts, Home & Garden Ideas for Everyone | Since ${1990 + (e.length % 9)}`,
]

/** Which pattern each poster has, in turn: most are plain, the long one is rare. */
const turns = [0, 1, 3, 5, 0, 2, 8, 3, 4, 0, 1, 6, 5, 0, 9, 3, 7, 8, 0, 1, 10, 3, 0, 5, 11] as const

const combinations = adjectives.length * nouns.length * endings.length
/** Has no factor in common with the number of combinations, so that each comes up once. */
const STRIDE = 30_011

/** The name of a poster by its number; names differ even when trimmed. At most 94 characters. */
export function posterName(poster: number): string {
  const pattern = patterns[turns[poster % turns.length] as number] as Pattern
  const place = (poster * STRIDE) % combinations
  const noun = nouns[place % nouns.length] as string
  const rest = Math.floor(place / nouns.length)
  const adjective = adjectives[rest % adjectives.length] as string
  const ending = endings[Math.floor(rest / adjectives.length)] as string
  const round = Math.floor(poster / combinations)
  return pattern(adjective, noun, round === 0 ? ending : `${ending} ${round + 1}`, poster)
}
