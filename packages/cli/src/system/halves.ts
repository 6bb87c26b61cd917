/** Which halves of the system run, and what feeds the streams: the emulator over HTTP, or the topics. */
export interface Halves {
  readonly batch: boolean
  readonly stream: StreamFeed | null
}

export type StreamFeed = 'http' | 'kafka'

export const BATCH_ONLY: Halves = { batch: true, stream: null }
