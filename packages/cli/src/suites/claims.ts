import type { TestResult } from './results.ts'

/** A row of docs/claims.md: what is claimed, and the tests (`file › title`) that show it. */
export interface Claim {
  readonly claim: string
  readonly tests: readonly string[]
  /** What the tests ran on; it begins with `containers` where they run only where Docker answers. */
  readonly where: string
}

/** Reads the table rows of docs/claims.md: `| claim | tests, each in backticks | where |`. */
export function parseClaims(markdown: string): Claim[] {
  return markdown
    .split('\n')
    .filter(
      (line) => line.startsWith('| ') && !line.startsWith('| Claim ') && !line.startsWith('| ---'),
    )
    .map((line) => {
      const [claim = '', tests = '', where = ''] = line.slice(2).replace(/ \|$/, '').split(/ *\| /)
      const ids = [...tests.matchAll(/`([^`]+)`/g)].map(([, id]) => id as string)
      return { claim, tests: ids, where }
    })
}

/** The claims that can be shown on this host. */
export function claimsFor(claims: readonly Claim[], withContainers: boolean): readonly Claim[] {
  return withContainers ? claims : claims.filter(({ where }) => !where.startsWith('containers'))
}

/** Names every claim that no passed test of this run shows; pytest's parameters may be left out of a name. */
export function unprovenClaims(claims: readonly Claim[], results: readonly TestResult[]): string[] {
  return claims.flatMap(({ claim, tests }) => {
    if (tests.length === 0) return [`"${claim}" names no test`]
    return tests.flatMap((id) => {
      const found = results.filter((result) => result.id === id || result.id.startsWith(`${id}[`))
      if (found.length === 0) return [`"${claim}": ${id} did not run`]
      return found
        .filter(({ outcome }) => outcome !== 'passed')
        .map((result) => `"${claim}": ${result.id} ${result.outcome}`)
    })
  })
}
