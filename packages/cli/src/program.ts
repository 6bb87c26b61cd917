import { ConfigError, readSettings, settingsHelp } from '@pinpipe/runtime'
import { Command, CommanderError } from 'commander'
import type { z } from 'zod'
import type { CommandContext } from './context.ts'
import { type Settings, settingsProblems, settingsSchema } from './settings.ts'
import { Interrupted, interruption } from './signals.ts'
import { createSteps } from './steps.ts'

/** Exit code of a command that was interrupted, as shells give it for Ctrl-C. */
const INTERRUPTED = 130
/** Exit code for flags or settings that are not usable. */
const MISUSED = 2

/** A command line: its name, what it is for, and how its commands are added. */
export interface ProgramSpec {
  readonly name: string
  readonly description: string
  readonly addCommands: (program: Command, context: CommandContext) => void
}

/**
 * Runs a command line to its end and exits: with the code that the command set, 1 after an error, 2 for
 * flags or settings that are not usable, 130 when it was interrupted.
 */
export async function runProgram(
  { name, description, addCommands }: ProgramSpec,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<never> {
  const signal = interruption(process)
  const program = new Command(name)
    .description(description)
    .addHelpText('afterAll', `\n${settingsHelp(settingsSchema)}`)
    .exitOverride()
  addCommands(program, (schema, given) => {
    const flags = readSettings(schema, given)
    const settings = readSettings(settingsSchema, env)
    const problems = [
      ...flags.problems.map((problem) => `--${problem}`),
      ...settings.problems,
      ...settingsProblems(settings.values, flags.values),
    ]
    if (problems.length > 0) throw new ConfigError(problems)
    return {
      flags: flags.values as z.infer<typeof schema>,
      settings: settings.values as Settings,
      ...{ env, signal, steps: createSteps() },
    }
  })
  try {
    await program.parseAsync(argv)
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    process.stderr.write(messageOf(error, env))
  }
  // nothing of a run may outlive it: what still listens or waits here is not needed any more
  process.exit()
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED
  if (error instanceof ConfigError) return MISUSED
  return error instanceof Interrupted ? INTERRUPTED : 1
}

/** commander has said its own already; what is wrong with the settings goes with it. */
function messageOf(error: unknown, env: NodeJS.ProcessEnv): string {
  if (!(error instanceof CommanderError)) {
    return `\n${error instanceof Error ? error.message : String(error)}\n`
  }
  const { problems } = readSettings(settingsSchema, env)
  return error.exitCode === 0 || problems.length === 0
    ? ''
    : `${new ConfigError(problems).message}\n`
}
