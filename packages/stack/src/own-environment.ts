/** Variables that are meant for other installations or accounts than this run's own. */
const FOREIGN = /^(AWS|SPARK|PYSPARK|HADOOP|YARN|KAFKA)_|^PYTHON(PATH|HOME|STARTUP)$/

/** An environment without what would lead a run's programs away from its own components. */
export function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)))
}
