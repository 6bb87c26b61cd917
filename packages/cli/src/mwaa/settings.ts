import { ConfigError, loadConfig, processSettings } from '@pinpipe/runtime'
import { z } from 'zod'
import { clusterProblems, NO_SECRETS } from './cluster.ts'

const cluster = z.string().superRefine((text, context) => {
  for (const problem of clusterProblems(text)) context.addIssue(problem)
})

const url = z
  .url({ protocol: /^https?$/, error: 'must be a URL, http or https', abort: true })
  .refine((text) => {
    const { username, password, search, hash } = new URL(text)
    return [username, password, search, hash].every((part) => part === '')
  }, `must hold no user, password, query or fragment: ${NO_SECRETS}`)

const path = z.string().startsWith('/', 'must be a path, as /Workspace/…')

/** The settings of the DAG that an environment of Amazon MWAA needs; MWAA has no Spark, so all work is Databricks'. */
export const dagSettings = z.object({
  PIPELINE_ID: processSettings.PIPELINE_ID,
  PINPIPE_ROOT: z
    .string()
    .regex(/^(s3:\/\/|s3a:\/\/|dbfs:\/|\/Volumes\/)/, 'must be s3://…, /Volumes/… or dbfs:/mnt/…')
    .optional()
    .describe("Where Databricks finds the data, instead of the run's bucket"),
  PINPIPE_RUN_ON: z
    .enum(['databricks', 'databricks-notebook'])
    .default('databricks')
    .describe('Each step as a run of the wheel, or one notebook that does all'),
  PINPIPE_DATABRICKS_COMPUTE: z
    .string()
    .regex(/^(serverless|new|existing:\S+)$/, 'must be serverless, new or existing:CLUSTER_ID')
    .optional()
    .describe('serverless (the default), existing:CLUSTER_ID or new'),
  PINPIPE_DATABRICKS_CLUSTER: cluster
    .optional()
    .describe('The new cluster, as JSON of the Jobs API, where the compute is new'),
  PINPIPE_DATABRICKS_WHEEL: path
    .optional()
    .describe("Path of the wheel in Databricks' workspace or in a volume"),
  PINPIPE_DATABRICKS_NOTEBOOK: path.optional().describe('Path of the notebook, where one does all'),
  PINPIPE_ALERT_URL: url
    .optional()
    .describe('Webhook that is told of a task that has failed for good'),
  PINPIPE_ANSWERS_URL: url.optional().describe('Where "Answers" leads to'),
})

export type DagSettings = z.infer<typeof dagSettings>

/** Reads them. @throws {ConfigError} also where one is missing that the others ask for */
export function readDagSettings(env: NodeJS.ProcessEnv): DagSettings {
  const settings = loadConfig(dagSettings, env)
  const needed = [
    settings.PINPIPE_RUN_ON === 'databricks'
      ? 'PINPIPE_DATABRICKS_WHEEL'
      : 'PINPIPE_DATABRICKS_NOTEBOOK',
    ...(settings.PINPIPE_DATABRICKS_COMPUTE === 'new' ? ['PINPIPE_DATABRICKS_CLUSTER'] : []),
  ] as const
  const missing = needed.filter((name) => settings[name as keyof DagSettings] === undefined)
  if (missing.length > 0) throw new ConfigError(missing.map((name) => `${name}: is missing`))
  return settings
}
