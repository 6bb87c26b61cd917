import { type CommandContext, flag } from '@pinpipe/cli'
import type { Command } from 'commander'
import { z } from 'zod'
import { type Figure, figureTable } from '../figures.ts'
import { streamLatency } from './latency.ts'
import { sparkKinesis } from './spark-kinesis.ts'

const flagsSchema = z.object({
  part: z.enum(['all', 'source', 'latency']),
  records: flag.count,
  bytes: flag.count,
  runs: flag.count,
  /** Whole: so many rows are made for each second. */
  rate: z.preprocess((text) => String(text).replace(/\/s$/, ''), flag.count),
  seconds: flag.count,
  warmUp: flag.count,
  json: flag.given,
})

/** Adds `spark-kinesis` to the program. `context` is made when the command runs. */
export function addSparkKinesisCommand(program: Command, context: CommandContext): void {
  program
    .command('spark-kinesis')
    .description("What Spark's source reads on one core, and the latency from request to row")
    .option('--part <name>', 'source, latency or all', 'all')
    .option('--records <n>', 'records in the stream', '80000')
    .option('--bytes <n>', 'bytes of a record', '1024')
    .option('--runs <n>', 'how often each is measured', '3')
    .option('--rate <n/s>', 'posts a second, three records each', '200/s')
    .option('--seconds <n>', 'how long latency is measured', '60')
    .option('--warm-up <n>', 'seconds of posts before that', '60')
    .option('--json', 'print a JSON array on standard output, all else on standard error', false)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(flagsSchema, given)
      const { part } = run.flags
      const figures: Figure[] = []
      if (part !== 'latency') figures.push(...(await sparkKinesis(run.flags, run)))
      if (part !== 'source') figures.push(...(await streamLatency(run.flags, run)))
      process.stdout.write(`${run.flags.json ? JSON.stringify(figures) : figureTable(figures)}\n`)
    })
}
