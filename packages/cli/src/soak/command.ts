import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { report } from '@pinpipe/oracle'
import type { Command } from 'commander'
import { z } from 'zod'
import type { CommandContext } from '../context.ts'
import { flag } from '../flags.ts'
import { chaos } from './chaos.ts'
import { chaosReport } from './report.ts'

const chaosFlags = z.object({
  posts: flag.count,
  rate: flag.perSecond,
  gap: flag.count,
  containers: flag.given,
})

/** Adds `soak` to the program: long runs under faults. */
export function addSoakCommand(program: Command, context: CommandContext): void {
  const soak = program.command('soak').description('Long runs under faults, judged by the oracle')
  soak
    .command('chaos')
    .description('Post while gateway, sink, Kafka and database are killed and brought back in turn')
    .option('--containers', "in docker compose; LocalStack's network is cut for 30 s too", false)
    .option('--posts <n>', 'posts to emulate', '30000')
    .option('--rate <n/s>', 'posts a second', '200/s')
    .option('--gap <seconds>', 'seconds of posting before each kill', '10')
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(chaosFlags, given)
      const { posts, rate, gap, containers } = run.flags
      const result = await chaos({ posts, rate, gapSeconds: gap, containers }, run)
      const out = join(run.settings.RESULTS_DIR, containers ? 'chaos-containers.md' : 'chaos.md')
      await writeFile(out, chaosReport(result))
      process.stdout.write(`${report(result.verdict)}\nReport: ${out}\n`)
      process.exitCode = result.verdict.ok ? 0 : 1
    })
}
