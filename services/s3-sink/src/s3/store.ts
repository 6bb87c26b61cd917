/** What the sink writes beside a body: it lets another run tell what an object holds. */
export interface ObjectNotes {
  /** Offset of the first record. */
  readonly start: number
  /** Offset after the last record: where to go on. */
  readonly next: number
  readonly records: number
  /** Which offsets in between are not in the object, as `encodeGaps` writes them; empty where none. */
  readonly gaps: string
  /** Hex digest of the body as stored. */
  readonly sha256: string
}

/** An object that already has a name; without notes it was not written by this sink. */
export interface FoundObject {
  readonly notes?: ObjectNotes
}

/** The bucket. Every method throws a `SinkError` with a `STORE_` code. */
export interface ObjectStore {
  /** Creates the object, atomically with its notes; false: the name is taken. */
  create(key: string, body: Buffer, notes: ObjectNotes): Promise<boolean>
  /** Undefined when there is no such object. */
  find(key: string): Promise<FoundObject | undefined>
  read(key: string): Promise<Buffer>
  /** Resolves when the bucket answers. */
  check(): Promise<void>
}
