import { runProgram } from '@pinpipe/cli'
import { addKinesisProducerCommand } from './kinesis-producer/command.ts'
import { addPipelineCommand } from './pipeline/command.ts'
import { addSparkKinesisCommand } from './spark-kinesis/command.ts'

/** The command line behind `npm run bench`. */
export function runBench(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<never> {
  return runProgram(
    {
      name: 'npm run bench --',
      description: 'Measures pinpipe, each figure beside a ceiling or a peer of the same run',
      addCommands: (program, context) => {
        addPipelineCommand(program, context)
        addKinesisProducerCommand(program, context)
        addSparkKinesisCommand(program, context)
      },
    },
    argv,
    env,
  )
}
