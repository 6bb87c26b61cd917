import { type CommandContext, flag } from '@pinpipe/cli'
import type { Command } from 'commander'
import { z } from 'zod'
import { figureTable } from '../figures.ts'
import { kinesisProducer } from './kinesis-producer.ts'

const flagsSchema = z.object({
  records: flag.count,
  sizes: z
    .string()
    .transform((text): unknown[] => text.split(','))
    .pipe(z.array(flag.count)),
  runs: flag.count,
  json: flag.given,
})

/** Adds `kinesis-producer` to the program. `context` is made when the command runs. */
export function addKinesisProducerCommand(program: Command, context: CommandContext): void {
  program
    .command('kinesis-producer')
    .description(
      'Records put into Kinesis, beside the bare SDK, and packed, beside aws-kinesis-agg',
    )
    .option('--records <n>', 'records of a run', '200000')
    .option('--sizes <n,n>', 'bytes of a record', '100,200,600,1024')
    .option('--runs <n>', 'how often each is measured', '3')
    .option('--json', 'print a JSON array on standard output, all else on standard error', false)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(flagsSchema, given)
      const figures = await kinesisProducer(run.flags, run)
      process.stdout.write(`${run.flags.json ? JSON.stringify(figures) : figureTable(figures)}\n`)
    })
}
