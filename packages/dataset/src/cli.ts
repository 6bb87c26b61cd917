import { Command, InvalidArgumentError, Option } from 'commander'
import { DEFAULT_ROWS, DEFAULT_SEED } from './dataset.ts'
import { type Format, formats } from './formats.ts'

/** What the command line asks for. */
export interface CliOptions {
  readonly rows: number
  readonly seed: number
  readonly format: Format
  /** Folder for files. */
  readonly out?: string
  readonly clean: boolean
  readonly load: boolean
}

function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`)
  }
}

/**
 * Reads the command line; `argv` is without the program's name. Throws commander's CommanderError
 * for help and for usage errors, after it has printed them.
 */
export function parseCommandLine(argv: readonly string[]): CliOptions {
  const command = new Command('pinpipe-dataset')
    .description('Makes the synthetic source tables: writes them as files, loads them, or both.')
    .option('--rows <n>', 'rows of each table', wholeNumber(1, 100_000_000), DEFAULT_ROWS)
    .option('--seed <n>', 'seed of all draws', wholeNumber(0, 2 ** 32 - 1), DEFAULT_SEED)
    .addOption(new Option('--format <name>', 'format of the files').choices(formats).default('csv'))
    .option('--out <dir>', 'folder to write one file per table into')
    .option('--clean', 'the clean truth too: what the cleaning must give', false)
    .option('--load', 'load into the database that MYSQL_* names', false)
    .exitOverride()
  command.parse(argv, { from: 'user' })
  const options = command.opts<CliOptions>()
  if (options.out === undefined && !options.load)
    command.error('error: nothing to do: give --out DIR, --load or both')
  return options
}
