import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { report } from '@pinpipe/oracle'
import type { Command } from 'commander'
import type { RunContext } from '../context.ts'
import { count, perSecond } from '../options.ts'
import { ROOT } from '../system/paths.ts'
import { chaos } from './chaos.ts'
import { chaosReport } from './report.ts'

const RESULTS = join(ROOT, 'docs', 'results', 'chaos.md')

interface ChaosFlags {
  readonly posts: number
  readonly rate: string
  readonly gap: number
  readonly out: string
}

/** Adds `soak` to the program: long runs under faults. */
export function addSoakCommand(program: Command, context: () => RunContext): void {
  const soak = program.command('soak').description('Long runs under faults, judged by the oracle')
  soak
    .command('chaos')
    .description('Post while gateway, sink, Kafka and database are killed and brought back in turn')
    .option('--posts <n>', 'posts to emulate', count, 20_000)
    .option('--rate <n/s>', 'posts a second', perSecond, '200/s')
    .option('--gap <seconds>', 'seconds of posting before each kill', count, 10)
    .option('--out <file>', 'where the report goes', RESULTS)
    .action(async ({ posts, rate, gap, out }: ChaosFlags) => {
      const result = await chaos({ posts, rate, gapSeconds: gap }, context())
      await writeFile(out, chaosReport(result))
      process.stdout.write(`${report(result.verdict)}\nReport: ${out}\n`)
      process.exitCode = result.verdict.ok ? 0 : 1
    })
}
