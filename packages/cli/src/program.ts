import { loadConfig } from '@pinpipe/runtime'
import { Command } from 'commander'
import type { RunContext } from './context.ts'
import { settingsSchema } from './settings.ts'
import { Interrupted, interruption } from './signals.ts'
import { createSteps } from './steps.ts'

/** Exit code of a command that was interrupted, as shells give it for Ctrl-C. */
const INTERRUPTED = 130

/** A command line: its name, what it is for, and how its commands are added. */
export interface ProgramSpec {
  readonly name: string
  readonly description: string
  readonly addCommands: (program: Command, context: () => RunContext) => void
}

/**
 * Runs a command line to its end and exits: with the code that the command set, 1 after an error, 130
 * when it was interrupted. @throws ConfigError
 */
export async function runProgram(
  { name, description, addCommands }: ProgramSpec,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<never> {
  const settings = loadConfig(settingsSchema, env)
  const signal = interruption(process)
  const program = new Command(name).description(description).addHelpText('afterAll', settingsHelp())
  addCommands(program, () => ({ settings, env, signal, steps: createSteps() }))
  try {
    await program.parseAsync(argv)
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof Interrupted ? INTERRUPTED : 1
  }
  // nothing of a run may outlive it: what still listens or waits here is not needed any more
  process.exit()
}

function settingsHelp(): string {
  const lines = Object.entries(settingsSchema.shape).map(([name, field]) => {
    const fallback = field.safeParse(undefined).data
    return `  ${name.padEnd(20)} ${field.description}${fallback === undefined ? '' : ` (default: ${fallback})`}`
  })
  return `\nSettings (environment variables):\n${lines.join('\n')}`
}
