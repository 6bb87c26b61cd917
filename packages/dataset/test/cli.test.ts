import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { CommanderError } from 'commander'
import { parseCommandLine } from '../src/cli.ts'

let shown: string

beforeEach(() => {
  shown = ''
  const write = (text: string | Uint8Array) => {
    shown += text
    return true
  }
  jest.spyOn(process.stderr, 'write').mockImplementation(write)
  jest.spyOn(process.stdout, 'write').mockImplementation(write)
})
afterEach(() => {
  jest.restoreAllMocks()
})

function exitCodeOf(argv: readonly string[]): number | undefined {
  try {
    parseCommandLine(argv)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode
    throw error
  }
  return undefined
}

describe('the command line', () => {
  it('defaults to the original size as CSV, without the clean truth', () => {
    expect(parseCommandLine(['--out', 'folder'])).toMatchObject({
      rows: 11_154,
      format: 'csv',
      out: 'folder',
      clean: false,
      load: false,
    })
  })

  it('reads every option', () => {
    const argv = '--rows 1000000 --seed 7 --format jsonl --out x --clean --load'.split(' ')
    expect(parseCommandLine(argv)).toEqual({
      rows: 1_000_000,
      seed: 7,
      format: 'jsonl',
      out: 'x',
      clean: true,
      load: true,
    })
  })

  it.each([
    [['--rows', '0', '--load'], /whole number from 1/],
    [['--rows', '1.5', '--load'], /whole number/],
    [['--seed', '-1', '--load'], /whole number/],
    [['--format', 'xml', '--load'], /csv, jsonl, sql/],
    [['--unknown'], /unknown option/],
    [[], /give --out DIR, --load or both/],
  ])('refuses %p and says what to give', (argv, message) => {
    expect(exitCodeOf(argv)).not.toBe(0)
    expect(shown).toMatch(message)
  })

  it('prints its options for --help and ends well', () => {
    expect(exitCodeOf(['--help'])).toBe(0)
    for (const option of ['--rows', '--seed', '--format', '--out', '--clean', '--load'])
      expect(shown).toContain(option)
  })
})
