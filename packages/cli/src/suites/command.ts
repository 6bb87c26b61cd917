import { join } from 'node:path'
import { chooseBackend, fitEnvironment } from '@pinpipe/stack'
import type { Command } from 'commander'
import { z } from 'zod'
import type { CommandContext } from '../context.ts'
import { ROOT } from '../root.ts'
import { unlessAborted } from '../signals.ts'
import { runTests } from './run-suites.ts'
import { setUpTests } from './set-up.ts'

/** Adds `test` to the program. */
export function addTestCommand(program: Command, context: CommandContext): void {
  program
    .command('test')
    .description('Set everything up and run format, lint, types and every test')
    .argument('[suites...]', 'only the suites whose names contain one of these words')
    .action(async (only: readonly string[]) => {
      const run = context(z.object({}), {})
      const { steps, signal } = run
      await chooseBackend({ host: { root: ROOT, env: run.env, report: () => {} } })
      const env = await fitEnvironment(run.env)
      const pythons = await unlessAborted(setUpTests(steps, env), signal)
      const clone = { root: ROOT, reports: join(ROOT, '.pipeline', 'test-results'), pythons }
      const passed = await runTests(clone, only, { env, signal })
      process.exitCode = passed ? 0 : 1
    })
}
