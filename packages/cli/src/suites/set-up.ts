import { airflowDevVenv, checkPrerequisites, sparkDevVenv, sparkJars } from '@pinpipe/stack'
import { ROOT } from '../root.ts'
import type { Steps } from '../steps.ts'
import { eventText } from '../system/components.ts'

/** The Pythons of the environments that hold the development requirements of Spark and of Airflow. */
export interface Pythons {
  readonly spark: string
  readonly airflow: string
}

/** Sets up what the tests need beyond Node. */
export async function setUpTests(steps: Steps, env: NodeJS.ProcessEnv): Promise<Pythons> {
  const host = (progress: (text: string) => void) => ({
    root: ROOT,
    env,
    report: (event: Parameters<typeof eventText>[0]) => progress(eventText(event)),
  })
  await checkPrerequisites(host(() => {}))
  const pythons = { spark: '', airflow: '' }
  await steps.together([
    {
      title: "Spark's test environment",
      run: async (progress) => {
        pythons.spark = await sparkDevVenv(host(progress))
      },
    },
    {
      title: "Airflow's test environment",
      run: async (progress) => {
        pythons.airflow = await airflowDevVenv(host(progress))
      },
    },
    { title: "Spark's jars", run: async (progress) => void (await sparkJars(host(progress))) },
  ])
  return pythons
}
