import { loadConfig } from '@pinpipe/runtime'
import { Command } from 'commander'
import type { RunContext } from './context.ts'
import { settingsSchema } from './settings.ts'
import { Interrupted, interruption } from './signals.ts'
import { addSoakCommand } from './soak/command.ts'
import { addStartCommand } from './start/command.ts'
import { createSteps } from './steps.ts'
import { addTestCommand } from './suites/command.ts'

/** Exit code of a command that was interrupted, as shells give it for Ctrl-C. */
const INTERRUPTED = 130

/** The command line behind `npm start`, `npm test` and `npm run soak`. @throws ConfigError */
export async function runCli(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const settings = loadConfig(settingsSchema, env)
  const signal = interruption(process)
  const context = (): RunContext => ({ settings, env, signal, steps: createSteps() })
  const program = new Command('npm')
    .description('pinpipe: posts over HTTP, Kafka and S3 into Delta tables and answers')
    .addHelpText('afterAll', settingsHelp())
  addStartCommand(program, context)
  addTestCommand(program, context)
  addSoakCommand(program, context)
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
