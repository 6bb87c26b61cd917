import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { airflowDevVenv, defaultHost, type LocalStack, startLocalStack } from '@pinpipe/stack'
import { unzipSync } from 'fflate'
import { ROOT } from '../../src/root.ts'

const run = promisify(execFile)
const Bucket = 'an-environments-bucket'
const blocked = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}
let localstack: LocalStack
let s3: S3Client
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pinpipe-mwaa-'))
  localstack = await startLocalStack({ services: ['s3'] })
  const { endpoint, region, ...credentials } = localstack
  s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket }))
}, 120_000)

afterAll(async () => {
  s3?.destroy()
  await localstack?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** `npm run mwaa -- upload`; gives its lines. */
async function upload(
  settings: Readonly<Record<string, string>> = {},
  ...more: readonly string[]
): Promise<string[]> {
  const main = join(ROOT, 'packages', 'cli', 'dist', 'main.js')
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: localstack.endpoint,
    AWS_REGION: localstack.region,
    AWS_ACCESS_KEY_ID: localstack.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localstack.secretAccessKey,
    PIPELINE_ID: '00112233aabb',
    PINPIPE_DATABRICKS_WHEEL: '/Workspace/pinpipe.whl',
    ...settings,
  }
  const args = [main, 'mwaa', 'upload', '--bucket', Bucket, '--environment', 'mine', ...more]
  return (await run(process.execPath, args, { env })).stdout.split('\n')
}

const began = (lines: readonly string[], word: string) =>
  lines.filter((line) => line.startsWith(word)).map((line) => line.split(/\s+/)[1])

test('a bucket that keeps no versions or may be public is refused, with the commands that change it', async () => {
  const open = { ...blocked, BlockPublicPolicy: false }
  const PublicAccessBlockConfiguration = open
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
  const refused = await upload().catch(({ code, stderr }) => `${code} ${stderr}`)
  expect(refused).toMatch(/^1 /)
  expect(refused).toContain(`aws s3api put-bucket-versioning --bucket ${Bucket}`)
  expect(refused).toContain(`aws s3api put-public-access-block --bucket ${Bucket}`)
})

test('what has changed is uploaded, what is gone is removed, and the versions are told', async () => {
  const VersioningConfiguration = { Status: 'Enabled' as const }
  const PublicAccessBlockConfiguration = blocked
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
  for (const Key of ['dags/pinpipe_dags/gone.py', 'dags/another_dag.py', 'dags/.airflowignore']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: '# of an earlier day' }))
  }

  const first = await upload()
  expect(began(first, 'uploaded')).toEqual(
    expect.arrayContaining([
      'dags/pinpipe_dag.py',
      'plugins.zip',
      'requirements.txt',
      'startup.sh',
    ]),
  )
  expect(began(first, 'removed')).toEqual(['dags/pinpipe_dags/gone.py'])
  expect(first.join('\n')).toMatch(
    /export VERSIONS=".*--plugins-s3-object-version \S+ .*--startup-script-s3-object-version \S+"\naws mwaa update-environment --name mine --region us-east-1 /,
  )
  const again = await upload()
  expect(began(again, 'uploaded')).toEqual([])
  expect(again.slice(-3)).toEqual(first.slice(-3))
  const moved = await upload({ PINPIPE_DATABRICKS_WHEEL: '/Volumes/a/pinpipe.whl' })
  expect(began(moved, 'uploaded')).toEqual(['startup.sh'])
})

test('requirements of other making are replaced only where that is asked for', async () => {
  const settings = { PINPIPE_DATABRICKS_WHEEL: '/Volumes/b/pinpipe.whl' }
  await s3.send(new PutObjectCommand({ Bucket, Key: 'requirements.txt', Body: 'another==1.0' }))
  const refused = await upload(settings).catch(({ code, stderr }) => `${code} ${stderr}`)
  expect(refused).toMatch(/^1 .*has requirements\.txt of other making.*--replace/s)
  const replaced = await upload(settings, '--replace')
  expect(began(replaced, 'uploaded')).toEqual(['requirements.txt', 'startup.sh'])
})

test('Airflow finds DAG and plugin in what an environment takes from the bucket', async () => {
  await download()
  const env = {
    PATH: process.env.PATH,
    AIRFLOW_HOME: join(folder, 'home'),
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    AIRFLOW__CORE__DAGS_FOLDER: join(folder, 'dags'),
    AIRFLOW__CORE__PLUGINS_FOLDER: join(folder, 'plugins'),
    AWS_REGION: 'eu-west-1',
  }
  const python = await airflowDevVenv(defaultHost())
  const script = `. "${folder}/startup.sh" && exec "${python}" -c '${PARSE}'`
  const { stdout } = await run('sh', ['-c', script], { env, cwd: folder })
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
    errors: {},
    files: ['pinpipe_dag.py'],
    dags: { '00112233aabb_dag': Array(7).fill('DatabricksStep') },
    links: [expect.stringContaining('user-00112233aabb-bucket')],
  })
}, 120_000)

/** As the service does: DAGs as they are, plugins unpacked. */
async function download(): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
  for (const { Key = '' } of Contents.filter(({ Key }) => Key !== 'dags/another_dag.py')) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    const files = Key === 'plugins.zip' ? unzipSync(bytes) : { [Key]: bytes }
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder, Key === 'plugins.zip' ? 'plugins' : '', name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
  }
}

const PARSE = `
import json
from pathlib import Path
from airflow import plugins_manager
from airflow.dag_processing.dagbag import BundleDagBag

bag = BundleDagBag(bundle_path=Path("dags"))
views = [view for plugin in plugins_manager.get_plugin_info() for view in plugin["external_views"]]
print(json.dumps({
    "errors": bag.import_errors,
    "files": [Path(stat.file).name for stat in bag.dagbag_stats],
    "dags": {name: [task.task_type for task in dag.tasks] for name, dag in bag.dags.items()},
    "links": [view["href"] for view in views],
}))
`
