import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Kind, PerKind } from '@pinpipe/oracle'
import { defaultHost, sparkVenv } from '@pinpipe/stack'
import { ROOT, type StartedSystem } from './system.ts'

/** What the batch job says of one kind: `reasons` and `extra_columns` are of this run alone. */
export interface KindReport {
  readonly reasons: Readonly<Record<string, number>>
  readonly extra_columns: Readonly<Record<string, number>>
}

/** What the batch job prints; counts are records over all runs. */
export interface BatchDocument {
  readonly ok: boolean
  readonly clean: PerKind
  readonly duplicates: PerKind
  readonly quarantined: PerKind
  readonly kinds: Readonly<Record<Kind, KindReport>>
}

/** Runs the batch job over what a system has landed since the job ran last. */
export async function runBatch({ id, s3 }: StartedSystem): Promise<BatchDocument> {
  const python = await sparkVenv(defaultHost())
  const args = ['-m', 'pinpipe', 'batch', '--bucket', s3.bucket, '--id', id, '--json']
  const { stdout } = await promisify(execFile)(python, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      PYTHONPATH: join(ROOT, 'spark', 'src'),
      AWS_ENDPOINT_URL: s3.endpoint,
      AWS_REGION: s3.region,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    },
  })
  return JSON.parse(stdout) as BatchDocument
}
