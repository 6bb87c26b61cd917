import { type Logger, settingsFile, settingsHelp } from '@pinpipe/runtime'
import { Command } from 'commander'
import { type OperationsSettings, operationsSettings } from './config.ts'
import { landed } from './landing.ts'
import { provision } from './provision.ts'

/** What a command works with, made when it runs. */
export interface Operation {
  readonly settings: OperationsSettings
  readonly logger: Logger
}

/** The one-shot steps around a run: `provision` before it, `landed` between the posts and the batch job. */
export async function runCommandLine(
  argv: readonly string[],
  operation: () => Operation,
): Promise<void> {
  const program = new Command('pinpipe-operations')
    .description('The one-shot steps around a run of the pipeline')
    .addHelpText('after', `\n${settingsHelp(operationsSettings)}`)
  program
    .command('provision')
    .description('Make topics, bucket, streams and source tables where they are missing')
    .action(async () => {
      const { settings, logger } = operation()
      logger.info(await provision(settings, { logger }), 'Provisioned')
    })
  program
    .command('landed')
    .description('Wait until everything that is in Kafka now lies in the bucket')
    .action(async () => {
      const { settings, logger } = operation()
      const onProgress = (done: number, all: number) => logger.info({ done, all }, 'Landing')
      const records = await landed(settings, { onProgress })
      logger.info({ records }, 'Landed')
    })
  program
    .command('settings')
    .description('Print the settings with their defaults, as an .env file')
    .action(() => void process.stdout.write(settingsFile(operationsSettings)))
  await program.parseAsync(argv)
}
