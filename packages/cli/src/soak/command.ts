import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { report } from '@pinpipe/oracle'
import type { Command } from 'commander'
import type { RunContext } from '../context.ts'
import { count, perSecond } from '../options.ts'
import { chaos } from './chaos.ts'
import { chaosReport } from './report.ts'

interface ChaosFlags {
  readonly posts: number
  readonly rate: string
  readonly gap: number
}

/** Adds `soak` to the program: long runs under faults. */
export function addSoakCommand(program: Command, context: () => RunContext): void {
  const soak = program.command('soak').description('Long runs under faults, judged by the oracle')
  soak
    .command('chaos')
    .description('Post while gateway, sink, Kafka and database are killed and brought back in turn')
    .option('--posts <n>', 'posts to emulate', count, 30_000)
    .option('--rate <n/s>', 'posts a second', perSecond, '200/s')
    .option('--gap <seconds>', 'seconds of posting before each kill', count, 10)
    .action(async ({ posts, rate, gap }: ChaosFlags) => {
      const run = context()
      const result = await chaos({ posts, rate, gapSeconds: gap }, run)
      const out = join(run.settings.RESULTS_DIR, 'chaos.md')
      await writeFile(out, chaosReport(result))
      process.stdout.write(`${report(result.verdict)}\nReport: ${out}\n`)
      process.exitCode = result.verdict.ok ? 0 : 1
    })
}
