import type { Program } from './programs.ts'

/** What running one candidate gave: what it printed, or why it could not run. */
export interface ProbeResult {
  readonly file: string
  readonly output?: string
  readonly error?: string
}

/** A program that fits: what to run, and its version as far as it matters. */
export interface FoundProgram {
  readonly file: string
  readonly version: string
}

/** The candidate to use, or the problem as one line for people. */
export type Decision = FoundProgram | { readonly problem: string }

/** Takes the first candidate whose version fits; otherwise says what was found, what is wanted and how to get it. */
export function decide(program: Program, results: readonly ProbeResult[]): Decision {
  const judged = results.map((result) => ({ ...result, version: versionOf(program, result) }))
  for (const { file, version } of judged) {
    if (version !== undefined && program.accepts(version)) {
      return { file, version: version.join('.') }
    }
  }
  const found = judged.flatMap(describe)
  const said = found.length === 0 ? 'none was found' : `found ${found.join(', ')}`
  return { problem: `${program.name}: ${program.wanted} is needed, ${said}. ${program.remedy}` }
}

function versionOf(program: Program, { output }: ProbeResult): number[] | undefined {
  const numbers = output === undefined ? null : program.versionPattern.exec(output)
  return numbers?.slice(1).flatMap((digits) => (digits === undefined ? [] : [Number(digits)]))
}

/** A program that is not there is not worth a word; one that fails or is too old is. */
function describe({ file, version, error }: ProbeResult & { version: number[] | undefined }) {
  if (version !== undefined) return [`${version.join('.')} (${file})`]
  if (error === undefined || error === NOT_THERE) return []
  return [`${file}, which fails: ${error}`]
}

/** The error of a candidate that does not exist. */
export const NOT_THERE = 'not there'
