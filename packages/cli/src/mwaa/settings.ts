import { ConfigError, loadConfig, processSettings } from '@pinpipe/runtime'
import { z } from 'zod'

const jsonObject = z.string().refine((text) => {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}, 'must be a JSON object')

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
  PINPIPE_DATABRICKS_CLUSTER: jsonObject
    .optional()
    .describe('The new cluster, as JSON of the Jobs API, where the compute is new'),
  PINPIPE_DATABRICKS_WHEEL: path
    .optional()
    .describe("Path of the wheel in Databricks' workspace or in a volume"),
  PINPIPE_DATABRICKS_NOTEBOOK: path.optional().describe('Path of the notebook, where one does all'),
  PINPIPE_ALERT_URL: z
    .url('must be a URL')
    .refine(
      (text) => URL.parse(text)?.username === '' && URL.parse(text)?.search === '',
      'must hold no user, password or query: the bucket is no place for secrets',
    )
    .optional()
    .describe('Webhook that is told of a task that has failed for good'),
  PINPIPE_ANSWERS_URL: z.url('must be a URL').optional().describe('Where "Answers" leads to'),
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
