import { type SetFile, VERSIONED } from './upload-set.ts'

/** The Airflow and Python of the service's image, by the constraint file that fits both. */
const CONSTRAINTS = 'constraints-3.2.1/constraints-3.12.txt'

/**
 * Plugins, and what the requirements install, should be less than 1 GB each; what takes longer to install
 * rolls the environment back: its image stops pip after nine minutes.
 * https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html
 */
const MOST_BYTES = 1_000_000_000

/**
 * What Amazon MWAA would refuse or silently pass over in an upload set.
 * @param proven the text of the requirements that the DAG's tests ran with
 * @returns one line for each problem
 */
export function ruleProblems(set: readonly SetFile[], proven: string): string[] {
  return [
    ...requirementsProblems(textOf(set, 'requirements.txt'), proven),
    ...set.filter(({ key }) => /^dags\/[^/]+\.py$/.test(key)).flatMap(dagProblems),
    ...set
      .filter(({ key, bytes }) => key in VERSIONED && bytes.length > MOST_BYTES)
      .map(({ key, bytes }) => `${key}: has ${bytes.length} bytes, and may have ${MOST_BYTES}`),
  ]
}

/**
 * The service adds a constraint of its own where the file names none, and pip wants a hash for everything
 * where one requirement has one; the constraints have none.
 * https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html
 */
function requirementsProblems(text: string, proven: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const constraint = lines.find((line) => line.startsWith('--constraint '))
  const required = lines.filter((line) => line !== constraint)
  const problems = required.flatMap((line) => {
    if (!/^[A-Za-z0-9._-]+(\[[^\]]+\])?==[^\s;]+$/.test(line)) {
      return [`"${line}" must be name==version, without hashes and other options`]
    }
    return proven.includes(`\n${line} `) ? [] : [`"${line}" is not the version that was tested`]
  })
  const fits = constraint?.includes(CONSTRAINTS)
  const missing = fits ? [] : [`must have a line --constraint with the URL of ${CONSTRAINTS}`]
  return [...missing, ...problems].map((problem) => `requirements.txt: ${problem}`)
}

/** Airflow's safe mode looks for both words before it reads a file of the DAG folder. */
function dagProblems({ key, bytes }: SetFile): string[] {
  const text = new TextDecoder().decode(bytes).toLowerCase()
  const found = text.includes('dag') && text.includes('airflow')
  return found ? [] : [`${key}: has not the words "dag" and "airflow", so Airflow passes it over`]
}

function textOf(set: readonly SetFile[], key: string): string {
  return new TextDecoder().decode(set.find((file) => file.key === key)?.bytes)
}
