/** Draws of one concern: the same counter always gives the same 32 bits, in any order of calls. */
export type Draws = (counter: number) => number

const GOLDEN = 0x9e3779b9

/** MurmurHash3's 32-bit finaliser: a bijection on 32-bit words. */
function mix(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** FNV-1a over UTF-16 code units. */
function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h)
}

/**
 * A counter-based generator, keyed by the seed and the name of what is drawn, so that a change to
 * one concern leaves all others as they were. Distinct counters below 2^32 give distinct words.
 */
export function draws(seed: number, concern: string): Draws {
  const key = hashText(`${seed}/${concern}`)
  const second = mix(key ^ GOLDEN)
  return (counter) => mix(mix(Math.imul(counter, GOLDEN) + key) ^ second)
}

/** A 32-bit word as a number in [0, 1). */
export const unit = (word: number): number => word / 2 ** 32

/** Fisher-Yates, in place. */
export function shuffle(items: Int32Array | Uint8Array, random: Draws): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(unit(random(i)) * (i + 1))
    const kept = items[i] as number
    items[i] = items[j] as number
    items[j] = kept
  }
}

/** SplitMix32: a sequence of draws for the texts of one row, from the row's own word. */
export class Dice {
  #state: number

  constructor(word: number) {
    this.#state = word
  }

  /** The next 32 bits. */
  bits(): number {
    this.#state = (this.#state + GOLDEN) | 0
    return mix(this.#state)
  }

  /** A number in [0, 1). */
  unit(): number {
    return unit(this.bits())
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.unit() < probability
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1))
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.unit() * items.length)] as T
  }

  /** `digits` lowercase hex digits. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += this.bits().toString(16).padStart(8, '0')
    return text.slice(0, digits)
  }
}
