import { type CommandContext, flag } from '@pinpipe/cli'
import type { Command } from 'commander'
import { z } from 'zod'
import { figureTable } from '../figures.ts'
import { pipeline } from './pipeline.ts'

const flagsSchema = z.object({
  posts: flag.count,
  rate: flag.perSecond,
  rows: flag.count,
  runs: flag.count,
  json: flag.given,
})

/** Adds `pipeline` to the program. `context` is made when the command runs. */
export function addPipelineCommand(program: Command, context: CommandContext): void {
  program
    .command('pipeline')
    .description('From the emulator to S3, and the Spark job over what landed and over many rows')
    .option('--posts <n>', 'posts to emulate', '11154')
    .option('--rate <n/s>', 'posts a second', '5000/s')
    .option('--rows <n>', 'rows in each table of the large Spark job', '1000000')
    .option('--runs <n>', 'how often all but the large Spark job is measured', '3')
    .option('--json', 'print a JSON array on standard output, all else on standard error', false)
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(flagsSchema, given)
      const figures = await pipeline(run.flags, run)
      process.stdout.write(`${run.flags.json ? JSON.stringify(figures) : figureTable(figures)}\n`)
    })
}
