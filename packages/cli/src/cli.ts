import { addAirflowCommand } from './airflow/command.ts'
import { addEnvFileCommand } from './env-file/command.ts'
import { addMwaaCommand } from './mwaa/command.ts'
import { runProgram } from './program.ts'
import { addSoakCommand } from './soak/command.ts'
import { addStartCommand } from './start/command.ts'
import { addTestCommand } from './suites/command.ts'

/** The command line behind `npm start`, `npm run airflow`, `npm test` and `npm run soak`. */
export function runCli(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<never> {
  return runProgram(
    {
      name: 'npm',
      description: 'pinpipe: posts over HTTP, Kafka and S3 into Delta tables and answers',
      addCommands(program, context) {
        addStartCommand(program, context)
        addAirflowCommand(program, context)
        addTestCommand(program, context)
        addSoakCommand(program, context)
        addMwaaCommand(program, context)
        addEnvFileCommand(program)
      },
    },
    argv,
    env,
  )
}
