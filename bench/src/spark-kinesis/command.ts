import { type CommandContext, flag } from '@pinpipe/cli'
import type { Command } from 'commander'
import { z } from 'zod'
import { figureTable } from '../figures.ts'
import { sparkKinesis } from './spark-kinesis.ts'

const flagsSchema = z.object({
  records: flag.count,
  bytes: flag.count,
  runs: flag.count,
  json: flag.given,
})

/** Adds `spark-kinesis` to the program. `context` is made when the command runs. */
export function addSparkKinesisCommand(program: Command, context: CommandContext): void {
  program
    .command('spark-kinesis')
    .description("Rows that Spark's source reads from Kinesis on one core, beside boto3 alone")
    .option('--records <n>', 'records in the stream', '80000')
    .option('--bytes <n>', 'bytes of a record', '1024')
    .option('--runs <n>', 'how often each is measured', '3')
    .option('--json', 'print a JSON array on standard output, all else on standard error', false)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(flagsSchema, given)
      const figures = await sparkKinesis(run.flags, run)
      process.stdout.write(`${run.flags.json ? JSON.stringify(figures) : figureTable(figures)}\n`)
    })
}
