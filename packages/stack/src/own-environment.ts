import { dirname } from 'node:path'
import { findProgram } from './prerequisites/prerequisites.ts'
import { java } from './prerequisites/programs.ts'

/** Variables that are meant for other installations or accounts than this run's own. */
const FOREIGN = /^(AWS|SPARK|PYSPARK|HADOOP|YARN|KAFKA)_|^PYTHON(PATH|HOME|STARTUP)$/

/** An environment without what would lead a run's programs away from its own components. */
export function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)))
}

/** As `ownEnvironment`, and without a JAVA_HOME whose Java is not fit: Maven and Spark would take it. */
export async function fitEnvironment(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const { JAVA_HOME, ...own } = ownEnvironment(env)
  if (!JAVA_HOME) return own
  // that none fits is told where all prerequisites are checked
  const file = await findProgram(java, env).then(
    (found) => found.file,
    () => '',
  )
  return dirname(dirname(file)) === JAVA_HOME.replace(/\/+$/, '') ? { ...own, JAVA_HOME } : own
}
