import type { z } from 'zod'
import { ConfigError, loadConfig } from './config.ts'

/** One setting, as help texts and `.env` files tell it. */
export interface SettingText {
  /** The environment variable. */
  readonly name: string
  readonly description: string
  /** As the variable would hold it; undefined where there is none. */
  readonly fallback: string | undefined
}

/** The settings of a schema whose keys are environment variables, in its order. */
export function settingTexts(schema: z.ZodObject): SettingText[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description = '' } = field as z.ZodType
    const { data } = (field as z.ZodType).safeParse(undefined)
    return { name, description, fallback: data === undefined ? undefined : String(data) }
  })
}

/** A line for each setting, for people. */
export function settingsHelp(schema: z.ZodObject): string {
  const lines = settingTexts(schema).map(({ name, description, fallback }) => {
    const shown = fallback ? ` (default: ${fallback})` : ''
    return `  ${name.padEnd(28)} ${description}${shown}`
  })
  return `Settings (environment variables):\n${lines.join('\n')}\n`
}

/** The settings with their defaults, as an `.env` file. */
export function settingsFile(schema: z.ZodObject): string {
  return settingTexts(schema)
    .map(({ name, description, fallback = '' }) => `# ${description}\n${name}=${fallback}\n`)
    .join('\n')
}

/** What a service is, for its help text. */
export interface ServiceAbout {
  readonly name: string
  /** One sentence. */
  readonly purpose: string
}

/**
 * The settings of a service that has no flags of its own, after `answerArguments`.
 * @throws {ConfigError} for an argument that is not known, and for settings that are not usable
 */
export function serviceConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  about: ServiceAbout,
  process: Pick<NodeJS.Process, 'argv' | 'env' | 'stdout' | 'exit'>,
): Readonly<z.infer<z.ZodObject<Shape>>> {
  answerArguments(schema, about, process)
  return loadConfig(schema, process.env)
}

/**
 * Prints a service's settings where it is asked to, for people by `--help`, as an `.env` file by
 * `--settings`, and ends the process then. @throws {ConfigError} for any other argument
 */
export function answerArguments(
  schema: z.ZodObject,
  { name, purpose }: ServiceAbout,
  { argv, stdout, exit }: Pick<NodeJS.Process, 'argv' | 'stdout' | 'exit'>,
): void {
  const [argument] = argv.slice(2)
  if (argument === undefined) return
  const text = {
    '--help': `${name}: ${purpose}\n\n${settingsHelp(schema)}`,
    '--settings': settingsFile(schema),
  }[argument]
  if (text === undefined) {
    throw new ConfigError([`${argument}: is no argument of ${name} (--help lists its settings)`])
  }
  stdout.write(text)
  exit(0)
}
