import { ConfigError, settingsFile } from '@pinpipe/runtime'
import { Command, CommanderError } from 'commander'
import { type EmulatorConfig, emulatorSettings } from './config.ts'

const FLAGS: readonly (readonly [flag: string, setting: keyof EmulatorConfig])[] = [
  ['--url <address>', 'EMULATOR_URL'],
  ['--stage <name>', 'EMULATOR_STAGE'],
  ['--target <kafka|kinesis>', 'EMULATOR_TARGET'],
  ['--partition-key <text>', 'EMULATOR_PARTITION_KEY'],
  ['--posts <n>', 'EMULATOR_POSTS'],
  ['--rate <n/s|original>', 'EMULATOR_RATE'],
  ['--seed <n>', 'EMULATOR_SEED'],
  ['--ledger <file>', 'EMULATOR_LEDGER'],
  ['--retry-for <seconds>', 'EMULATOR_RETRY_FOR'],
  ['--json', 'EMULATOR_JSON'],
]

/** How the command line meets its process. */
export interface CliHost {
  readonly write: (text: string) => void
  /** Called after the help was written. */
  readonly exit: (code: number) => never
}

/**
 * The settings of a command line: a flag wins over the environment variable that it stands for.
 * @param args without the names of the program and the script
 * @throws {ConfigError} when a flag is not known or lacks its value
 */
export function withFlags(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { write, exit }: CliHost,
): NodeJS.ProcessEnv {
  const command = new Command('emulator')
    .description("Posts rows of the source tables over HTTP, as Pinterest's users do")
    .allowExcessArguments(false)
    .configureOutput({ writeOut: write, writeErr: () => {} })
    .exitOverride()
    .addHelpText('after', otherSettings())
  for (const [flag, name] of FLAGS) command.option(flag, describe(name))
  command.option('--settings', 'print every setting with its default, as an .env file')
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exit(0) : refuse(error)
  }
  if (command.getOptionValue('settings')) {
    write(settingsFile(emulatorSettings))
    return exit(0)
  }
  return { ...env, ...givenSettings(command) }
}

function givenSettings(command: Command): NodeJS.ProcessEnv {
  const given = FLAGS.map(([, name], at) => {
    const value: unknown = command.getOptionValue(command.options[at]?.attributeName() ?? '')
    return [name, value === undefined ? undefined : String(value)] as const
  })
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

function refuse(error: CommanderError): never {
  throw new ConfigError([`${error.message.replace(/^error: /, '')} (--help lists the flags)`])
}

function describe(name: keyof EmulatorConfig): string {
  const schema = emulatorSettings.shape[name]
  const fallback = schema.safeParse(undefined).data
  const shown = fallback === undefined || fallback === '' ? '' : `, default: ${fallback}`
  return `${schema.description} (env: ${name}${shown})`
}

function otherSettings(): string {
  const flagged = new Set(FLAGS.map(([, name]) => name))
  const names = Object.keys(emulatorSettings.shape) as (keyof EmulatorConfig)[]
  const lines = names.filter((name) => !flagged.has(name)).map((name) => `  ${describe(name)}`)
  return `\nBy environment only:\n${lines.join('\n')}\n`
}
