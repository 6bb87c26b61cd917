import { checkPrerequisites, sparkDevVenv, sparkJars } from '@pinpipe/stack'
import { ROOT } from '../root.ts'
import type { Steps } from '../steps.ts'
import { eventText } from '../system/components.ts'

/** Sets up what the tests need beyond Node. @returns the Python of the Spark package's tests */
export async function setUpTests(steps: Steps, env: NodeJS.ProcessEnv): Promise<string> {
  const host = (progress: (text: string) => void) => ({
    root: ROOT,
    env,
    report: (event: Parameters<typeof eventText>[0]) => progress(eventText(event)),
  })
  await checkPrerequisites(host(() => {}))
  let python = ''
  await steps.together([
    {
      title: "Spark's test environment",
      run: async (progress) => {
        python = await sparkDevVenv(host(progress))
      },
    },
    { title: "Spark's jars", run: async (progress) => void (await sparkJars(host(progress))) },
  ])
  return python
}
