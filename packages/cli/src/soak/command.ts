import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { report } from '@pinpipe/oracle'
import { type Command, Option } from 'commander'
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
  stream: flag.given,
})
type ChaosFlags = z.infer<typeof chaosFlags>

/** Adds `soak` to the program: long runs under faults. */
export function addSoakCommand(program: Command, context: CommandContext): void {
  const soak = program.command('soak').description('Long runs under faults, judged by the oracle')
  soak
    .command('chaos')
    .description('Post while gateway, sink, Kafka and database are killed and brought back in turn')
    .option('--containers', "in docker compose; LocalStack's network is cut for 30 s too", false)
    .addOption(
      new Option(
        '--stream',
        'feed the streams from the topics too, and kill gateway, Kafka, Kinesis producer and stream job',
      )
        .default(false)
        .conflicts('containers'),
    )
    .option('--posts <n>', 'posts to emulate', '30000')
    .option('--rate <n/s>', 'posts a second', '200/s')
    .option('--gap <seconds>', 'seconds of posting before each kill', '10')
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(chaosFlags, given)
      const result = await chaos({ ...run.flags, gapSeconds: run.flags.gap }, run)
      const out = join(run.settings.RESULTS_DIR, reportName(run.flags))
      await writeFile(out, chaosReport(result))
      const verdicts = [result.verdict, ...(result.stream ? [result.stream] : [])]
      process.stdout.write(`${verdicts.map(report).join('\n')}\nReport: ${out}\n`)
      process.exitCode = verdicts.every(({ ok }) => ok) ? 0 : 1
    })
}

function reportName({ containers, stream }: ChaosFlags): string {
  if (containers) return 'chaos-containers.md'
  return stream ? 'chaos-stream.md' : 'chaos.md'
}
