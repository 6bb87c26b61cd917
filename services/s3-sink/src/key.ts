/** How object keys are spelled; each field is the connector key of the same meaning. */
export interface KeyLayout {
  /** First path segment; blank: none, and no delimiter before the topic. */
  readonly topicsDir: string
  readonly directoryDelim: string
  readonly fileDelim: string
  /** Least number of digits of the start offset; longer offsets are not cut. */
  readonly padWidth: number
  /** With its leading dot, compression included: `.json.gz`. */
  readonly extension: string
}

/** What an object's name is made from. */
export interface FileName {
  readonly topic: string
  readonly partition: number
  /** The directory that the partitioner chose, e.g. `partition=3`. */
  readonly encodedPartition: string
  /** Offset of the first record in the file. */
  readonly start: number
}

/** The Confluent sink's key: `topics/orders/partition=3/orders+3+0000000000.json`. */
export function objectKey(layout: KeyLayout, name: FileName): string {
  const { topicsDir, directoryDelim, fileDelim, padWidth, extension } = layout
  const offset = String(name.start).padStart(padWidth, '0')
  const file = [name.topic, name.partition, offset].join(fileDelim) + extension
  const directories = topicsDir.trim() === '' ? [] : [topicsDir]
  return [...directories, name.topic, name.encodedPartition, file].join(directoryDelim)
}

/** The DefaultPartitioner's directory: one for each Kafka partition. */
export const defaultPartition = (partition: number): string => `partition=${partition}`
