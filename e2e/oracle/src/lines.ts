import { createHash } from 'node:crypto'
import { constants, gunzipSync } from 'node:zlib'
import { jsonObject } from './json.ts'
import type { Kind } from './verdict.ts'

/** One line of an object: the SHA-256 (hex) of its bytes, and what identifies its record. */
export interface Line {
  readonly sha256: string
  /** `index` (pin) or `ind` (geo, user); undefined where the line has no such whole number. */
  readonly ind: number | undefined
  /** The value of WITNESS, trimmed where it is text. */
  readonly witness: unknown
}

/**
 * One column of each kind that the cleaning but trims: it shows whether a clean row was made from the
 * line that it should be made from.
 */
export const WITNESS: Readonly<Record<Kind, string>> = {
  pin: 'category',
  geo: 'country',
  user: 'age',
}

/** Hex SHA-256 of some bytes. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

const LF = 0x0a

/** Text of an object; of a gzip file that was cut off `whole` is false, of a damaged one there is none. */
export interface Text {
  readonly bytes: Uint8Array | undefined
  readonly whole: boolean
}

/** Decodes an object by its name. */
export function textOf(key: string, body: Uint8Array): Text {
  if (!key.endsWith('.gz')) return { bytes: body, whole: true }
  const inflate = (finishFlush: number) => {
    try {
      return gunzipSync(body, { finishFlush })
    } catch {
      return undefined
    }
  }
  const bytes = inflate(constants.Z_FINISH)
  return bytes ? { bytes, whole: true } : { bytes: inflate(constants.Z_SYNC_FLUSH), whole: false }
}

/**
 * Lines as LF ends them. Bytes after the last LF are a line too; so is the nothing in an empty object,
 * and the cut in a file that was cut off.
 */
export function linesOf(text: Text, kind: Kind): Line[] {
  return split(text).map((bytes) => lineOf(bytes, kind))
}

function split({ bytes, whole }: Text): Uint8Array[] {
  if (!bytes) return []
  const lines: Uint8Array[] = []
  let from = 0
  for (let lf = bytes.indexOf(LF); lf !== -1; lf = bytes.indexOf(LF, from)) {
    lines.push(bytes.subarray(from, lf))
    from = lf + 1
  }
  const isCut = from < bytes.length || lines.length === 0 || !whole
  return isCut ? [...lines, bytes.subarray(from)] : lines
}

function lineOf(bytes: Uint8Array, kind: Kind): Line {
  const record = jsonObject(bytes)
  const ind = record?.[kind === 'pin' ? 'index' : 'ind']
  const witness = record?.[WITNESS[kind]]
  return {
    sha256: sha256(bytes),
    ind: Number.isInteger(ind) ? (ind as number) : undefined,
    witness: typeof witness === 'string' ? witness.trim() : witness,
  }
}
