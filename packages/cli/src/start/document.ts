/** Counts of the three kinds of record. */
export interface PerKind {
  readonly pin: number
  readonly geo: number
  readonly user: number
}

/** One answer of the batch job: `rows` are cells in the order of `columns`. */
export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** What `npm start -- --json` prints (architecture, contracts): `posts` counts posts, the rest records. */
export interface StartDocument {
  readonly posts: number
  readonly sent: number
  readonly acknowledged: number
  readonly unknown: number
  readonly landed: number
  readonly objects: number
  readonly clean: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
  readonly stream: null
  readonly answers: Readonly<Record<string, Answer>>
  /** Seconds of each step, by its name. */
  readonly seconds: Readonly<Record<string, number>>
  readonly ok: boolean
}
