import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Host, pipelinePath } from '../host.ts'
import { type Installation, install, type Progress } from './install.ts'
import { mavenCommand } from './maven.ts'
import { runCommand } from './run.ts'

const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

/** Fetches the Kafka broker's jars. @returns the folder that holds them */
export function kafkaJars(host: Host): Promise<string> {
  return jars(host, "Fetch Kafka's jars", 'kafka', join('packages', 'stack', 'kafka', 'pom.xml'))
}

/** Fetches the jars that Spark needs besides its own. @returns the folder that holds them */
export function sparkJars(host: Host): Promise<string> {
  return jars(host, "Fetch Spark's jars", 'spark', join('spark', 'pom.xml'))
}

async function jars(host: Host, step: string, name: string, pom: string): Promise<string> {
  const file = join(host.root, pom)
  const target = pipelinePath(host, 'jars', name)
  const installation: Installation = {
    step,
    target,
    inputs: [COPY_DEPENDENCIES, await readFile(file, 'utf8')],
    fill: async (dir, progress) => {
      const goal = ['-f', file, COPY_DEPENDENCIES, '-DincludeScope=runtime']
      const command = await mavenCommand(host, [...goal, `-DoutputDirectory=${dir}`])
      await runCommand(command, mavenProgress(progress))
    },
  }
  await install(host, installation)
  return target
}

/** Counts the jars that Maven begins and ends to fetch; those it has already it does not mention. */
export function mavenProgress(progress: Progress): (line: string) => void {
  let total = 0
  let done = 0
  return (line) => {
    const [, verb] = /Download(ing|ed) from .*\.jar\b/.exec(line) ?? []
    if (verb === undefined) return
    if (verb === 'ing') total += 1
    else done += 1
    progress(done, total, 'files')
  }
}
