import { count, perSecond, type RunContext } from '@pinpipe/cli'
import type { Command } from 'commander'
import { figureTable } from '../figures.ts'
import { type PipelineOptions, pipeline } from './pipeline.ts'

/** Adds `pipeline` to the program. `context` is made when the command runs. */
export function addPipelineCommand(program: Command, context: () => RunContext): void {
  program
    .command('pipeline')
    .description('From the emulator to S3, and the Spark job over what landed and over many rows')
    .option('--posts <n>', 'posts to emulate', count, 11_154)
    .option('--rate <n/s>', 'posts a second', perSecond, '5000/s')
    .option('--rows <n>', 'rows in each table of the large Spark job', count, 1_000_000)
    .option('--runs <n>', 'how often all but the large Spark job is measured', count, 3)
    .option('--json', 'print a JSON array on standard output, all else on standard error', false)
    .action(async ({ json, ...options }: PipelineOptions & { readonly json: boolean }) => {
      const figures = await pipeline(options, context())
      process.stdout.write(`${json ? JSON.stringify(figures) : figureTable(figures)}\n`)
    })
}
