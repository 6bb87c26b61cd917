/** What puts the records: our producer, the SDK alone, or a packer that sends nothing. */
export type Putter = 'aggregated' | 'plain' | 'unordered' | 'sdk' | 'pack' | 'pack-peer'

/** What one process of the benchmark measures. */
export interface Job {
  readonly putter: Putter
  readonly records: number
  /** Of each record's data. */
  readonly bytes: number
  /** Different partition keys. */
  readonly keys: number
  readonly endpoint: string
  readonly stream: string
}

/** What it came to: from the first record until the last outcome. */
export interface JobResult {
  readonly seconds: number
  readonly cpuS: number
  readonly rssMb: number
}
