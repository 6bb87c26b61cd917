import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { settingsHelp } from '@pinpipe/runtime'
import type { Command } from 'commander'
import { z } from 'zod'
import type { CommandContext } from '../context.ts'
import { ROOT } from '../root.ts'
import { checkBucket } from './bucket.ts'
import { uploadReport } from './report.ts'
import { ruleProblems } from './rules.ts'
import { dagSettings, readDagSettings } from './settings.ts'
import { upload } from './upload.ts'
import { type SetFile, uploadSet } from './upload-set.ts'

const uploadFlags = z.object({
  bucket: z.string(),
  environment: z.string(),
  replace: z.boolean().default(false),
})

/** Adds `mwaa` to the program: what Amazon MWAA takes from its bucket. */
export function addMwaaCommand(program: Command, context: CommandContext): void {
  const mwaa = program
    .command('mwaa')
    .description('The DAG for Amazon MWAA 3.2.1: dags, plugins, requirements, startup script')
    .addHelpText('after', `\nThe startup script exports these:\n${settingsHelp(dagSettings)}`)
  mwaa
    .command('build')
    .description("Make the upload set in .pipeline/mwaa, and hold it against the service's rules")
    .action(async () => {
      const { env } = context(z.object({}), {})
      const folder = join(ROOT, '.pipeline', 'mwaa')
      await writeSet(folder, await checkedSet(env))
      process.stdout.write(`${folder}\n`)
    })
  mwaa
    .command('upload')
    .description('Make the upload set, check it and the bucket, and upload what has changed')
    .requiredOption('--bucket <name>', "the environment's bucket")
    .option('--environment <name>', 'the environment, for the command that is printed', 'pinpipe')
    .option('--replace', 'also plugins, requirements and startup script of other making')
    .action(async (given: Readonly<Record<string, unknown>>) => {
      const { env, flags } = context(uploadFlags, given)
      process.stdout.write(uploadReport(flags, await uploadTo(flags, env)))
    })
}

/** Makes the set. @throws {Error} that lists every rule of the service that it breaks */
async function checkedSet(env: NodeJS.ProcessEnv): Promise<SetFile[]> {
  const set = await uploadSet(ROOT, readDagSettings(env))
  const proven = await readFile(join(ROOT, 'airflow', 'requirements.txt'), 'utf8')
  const problems = ruleProblems(set, proven)
  if (problems.length > 0) throw new Error(`Amazon MWAA does not take it:\n${problems.join('\n')}`)
  return set
}

async function writeSet(folder: string, set: readonly SetFile[]): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const { key, bytes } of set) {
    const file = join(folder, key)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
}

async function uploadTo({ bucket, replace }: z.infer<typeof uploadFlags>, env: NodeJS.ProcessEnv) {
  const set = await checkedSet(env)
  const { AWS_REGION: region = 'us-east-1', AWS_ENDPOINT_URL: endpoint } = env
  const s3 = new S3Client({
    region,
    followRegionRedirects: true,
    ...(endpoint && { endpoint, forcePathStyle: true }),
  })
  try {
    const checked = await checkBucket(s3, bucket)
    return { ...checked, files: await upload(s3, bucket, set, { replace }) }
  } finally {
    s3.destroy()
  }
}
