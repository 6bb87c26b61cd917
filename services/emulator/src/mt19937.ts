const SIZE = 624
const SHIFT = 397
const UPPER = 0x80000000
const LOWER = 0x7fffffff

/**
 * The Mersenne Twister MT19937, seeded by a key array (`init_by_array` of Matsumoto and Nishimura),
 * which is how Python's `random.seed` seeds it: an integer below 2^32 is the key `[seed]`.
 */
export class Mt19937 {
  readonly #state = new Uint32Array(SIZE)
  #index = SIZE

  constructor(key: readonly number[]) {
    this.#seed(19650218)
    this.#mixKey(key)
    this.#state[0] = UPPER
  }

  /** The next 32-bit word, unsigned. */
  next(): number {
    if (this.#index === SIZE) this.#twist()
    let y = this.#at(this.#index++)
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /**
   * Python's `randrange(n)`: the top bits of the next words, as many as `n` is long, until below `n`.
   * @param n from 1 to 2^31
   */
  below(n: number): number {
    const shift = Math.clz32(n)
    for (;;) {
      const drawn = this.next() >>> shift
      if (drawn < n) return drawn
    }
  }

  #at(index: number): number {
    return this.#state[index % SIZE] as number
  }

  /** The previous word, mixed; the recurrence of both seeding loops. */
  #mixed(index: number, factor: number): number {
    const previous = this.#at(index - 1)
    return Math.imul(previous ^ (previous >>> 30), factor)
  }

  #seed(seed: number): void {
    this.#state[0] = seed
    for (let i = 1; i < SIZE; i++) this.#state[i] = this.#mixed(i, 1812433253) + i
  }

  #mixKey(key: readonly number[]): void {
    let i = 1
    const step = () => {
      if (++i < SIZE) return
      this.#state[0] = this.#at(SIZE - 1)
      i = 1
    }
    for (let k = 0; k < Math.max(SIZE, key.length); k++) {
      const j = k % key.length
      this.#state[i] = (this.#at(i) ^ this.#mixed(i, 1664525)) + (key[j] as number) + j
      step()
    }
    for (let k = 0; k < SIZE - 1; k++) {
      this.#state[i] = (this.#at(i) ^ this.#mixed(i, 1566083941)) - i
      step()
    }
  }

  #twist(): void {
    for (let i = 0; i < SIZE; i++) {
      const y = (this.#at(i) & UPPER) | (this.#at(i + 1) & LOWER)
      this.#state[i] = this.#at(i + SHIFT) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#index = 0
  }
}
