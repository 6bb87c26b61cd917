import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { constants, gunzipSync } from 'node:zlib'
import { cleanRecord, digestOf } from './clean-record.ts'
import { jsonObject, wholeNumbers } from './json.ts'
import type { Kind } from './verdict.ts'

/** One line of an object, or one record of a stream: the SHA-256 (hex) of its bytes, and what identifies its record. */
export interface Line {
  readonly sha256: string
  /** `index` (pin) or `ind` (geo, user); undefined where the line has no such whole number. */
  readonly ind: bigint | undefined
  /** Digest of the clean row that the line makes (`digestOf`); undefined where it is to be refused. */
  readonly clean: string | undefined
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
  const lines = split(text)
  const isCut = (at: number) => !text.whole && at === lines.length - 1
  return lines.map((bytes, at) => lineOf(bytes, isCut(at) ? undefined : recordOf(bytes), kind))
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

function recordOf(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  return isUtf8(bytes) ? jsonObject(bytes, wholeNumbers) : undefined
}

/** What a value's bytes say; `record` is the JSON object in them, if there is one. */
export function lineOf(
  bytes: Uint8Array,
  record: Readonly<Record<string, unknown>> | undefined,
  kind: Kind,
): Line {
  const ind = record?.[kind === 'pin' ? 'index' : 'ind']
  const clean = record && cleanRecord(kind, record)
  return {
    sha256: sha256(bytes),
    ind: typeof ind === 'bigint' ? ind : undefined,
    clean: clean && digestOf(kind, clean),
  }
}
