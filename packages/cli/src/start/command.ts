import type { Command } from 'commander'
import { z } from 'zod'
import type { CommandContext, RunContext } from '../context.ts'
import { flag } from '../flags.ts'
import { aborted } from '../signals.ts'
import type { Halves } from '../system/halves.ts'
import type { System } from '../system/system.ts'
import { answerTables, countTable, urlTable } from './present.ts'
import { start } from './start.ts'

const startFlags = z.object({
  posts: flag.count,
  rate: flag.rate,
  exit: flag.given,
  fresh: flag.given,
  json: flag.given,
  batch: flag.given,
  stream: flag.given,
  streamFrom: z.enum(['http', 'kafka']).optional(),
})
type StartFlags = z.infer<typeof startFlags>

/** Adds `start` to the program. `context` is made when the command runs. */
export function addStartCommand(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description(
      'Start everything, emulate posts, land them in S3, answer the eight queries; or stream them through Kinesis into Delta tables; or both',
    )
    .option('--posts <n>', 'posts to emulate', '1000')
    .option('--rate <n/s|original>', 'posts a second', '200/s')
    .option('--stream', 'run the stream half, alone', false)
    .option('--batch', 'run the batch half: the default, or with --stream both', false)
    .option(
      '--stream-from <http|kafka>',
      'what feeds the streams: posts to the gateway (the default of --stream alone), or the topics, by the Kinesis producer (the default beside --batch)',
    )
    .option('--exit', 'stop after the answers; exit code 0 only if every count is proven', false)
    .option('--fresh', 'drop all state first, the source tables included', false)
    .option(
      '--json',
      'print one JSON document on standard output, all else on standard error',
      false,
    )
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const run = context(startFlags, given)
      process.exitCode = await runStart(run.flags, run)
    })
}

async function runStart(flags: StartFlags, context: RunContext): Promise<number> {
  const halves = halvesOf(flags)
  const { document, findings, emulation, system } = await start({ ...flags, halves }, context)
  const shown = flags.json ? process.stderr : process.stdout
  if (document.answers) shown.write(`${answerTables(document.answers)}\n\n`)
  shown.write(`${countTable(document, emulation)}\n`)
  if (!document.ok) process.stderr.write(`\n${findings}\n`)
  if (flags.json) process.stdout.write(`${JSON.stringify(document)}\n`)
  if (!flags.exit) {
    shown.write(`\n${urlTable(urls(system))}\nEverything stays up until Ctrl-C.\n`)
    const { stream } = system.components
    await Promise.race([aborted(context.signal), ...(stream ? [stream.ended] : [])])
  }
  await system.stop()
  return document.ok ? 0 : 1
}

/** `--stream-from` runs the stream half too. Where both run, one emulation feeds both: it posts to the topics. */
function halvesOf({ batch, stream, streamFrom }: StartFlags): Halves {
  const feed = streamFrom ?? (stream ? (batch ? 'kafka' : 'http') : null)
  return { batch: batch || feed === null, stream: feed }
}

function urls({ addresses, paths, id }: System) {
  return [
    ['Gateway (Kafka REST v2)', `${addresses.gateway}/topics`],
    ['Kafka', addresses.brokers],
    ['S3 (LocalStack)', `${addresses.s3}/${addresses.bucket}?list-type=2`],
    ['Landed objects', `s3://${addresses.bucket}/topics/${id}.pin/partition=0/`],
    ['Answers', `${addresses.s3}/${addresses.bucket}/answers/task-4.json`],
    ['Ledger', paths.ledger],
    ['Logs', paths.logs],
  ] as const
}
