import { join } from 'node:path'
import { readJestReport, readJUnitReport, type TestResult } from './results.ts'
import type { Pythons } from './set-up.ts'

/** One runner of `npm test`: a command, and where it leaves its results when it counts tests. */
export interface Suite {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** What its environment has besides that of the run. */
  readonly env?: Readonly<Record<string, string>>
  /** It runs only where a Docker engine answers, or only where none does. */
  readonly where?: 'with Docker' | 'without Docker'
  readonly report?: { readonly file: string; readonly read: (file: string) => TestResult[] }
}

/** What the suites need to know of this clone. */
export interface Clone {
  readonly root: string
  /** Where the runners write their reports. */
  readonly reports: string
  readonly pythons: Pythons
}

const INTEGRATION = '/test/integration/'
const END_TO_END = '/e2e/test/'
const UNIT_ARGS = [
  // On a busy machine the import of a program alone may take more than Jest's 5 s.
  '--testTimeout=60000',
  ...['--testPathIgnorePatterns', INTEGRATION, END_TO_END],
]
const integration = (paths: string) => [
  // They wait for components more than they work.
  '--maxWorkers=2',
  '--testTimeout=120000',
  ...['--testPathPatterns', paths],
]
/** The tests of what starts components, as processes or as containers: they run both ways where both are. */
const STACK_INTEGRATION = `/packages/stack${INTEGRATION}`
/** The end-to-end tests that meet containers: the system, and the README's commands. */
const SYSTEM = `${END_TO_END}(system|readme)`
const endToEnd = (paths: string) => [
  '--runInBand',
  '--testTimeout=900000',
  ...['--testPathPatterns', paths],
]

/** What Ruff looks at, from `spark` on, whose environment has it. */
const PYTHON = ['.', join('..', 'airflow'), join('..', 'databricks')]

/** Everything that `npm test` runs, in order: the quick checks first, then the tests, the longest early. */
export function suites({ root, reports, pythons }: Clone): Suite[] {
  const spark = join(root, 'spark')
  const databricks = join(root, 'databricks')
  const python = pythons.spark
  return [
    { name: 'format and lint (Biome)', command: 'biome', args: ['ci', '--reporter=summary', '.'] },
    { name: 'promise rules (oxlint)', command: 'oxlint', args: ['--type-aware'] },
    {
      name: 'types (TypeScript)',
      command: 'turbo',
      args: ['run', 'typecheck', '--output-logs=errors-only'],
    },
    { name: 'lint (Ruff)', command: python, args: ['-m', 'ruff', 'check', ...PYTHON], cwd: spark },
    {
      name: 'format (Ruff)',
      command: python,
      args: ['-m', 'ruff', 'format', '--check', ...PYTHON],
      cwd: spark,
    },
    { name: 'types (mypy)', command: python, args: ['-m', 'mypy'], cwd: spark },
    {
      name: 'types of Airflow (mypy)',
      command: python,
      // Airflow's environment has no mypy of its own.
      args: ['-m', 'mypy', '--python-executable', pythons.airflow],
      cwd: join(root, 'airflow'),
    },
    { name: 'types of Databricks (mypy)', command: python, args: ['-m', 'mypy'], cwd: databricks },
    jest('unit tests', reports, UNIT_ARGS),
    inProcesses(jest('end-to-end tests', reports, endToEnd(END_TO_END))),
    inContainers(jest('end-to-end tests in containers', reports, endToEnd(SYSTEM))),
    pytest('Spark', reports, python, spark),
    pytest('Databricks', reports, python, databricks),
    pytest('Airflow', reports, pythons.airflow, join(root, 'airflow'), {
      PINPIPE_SPARK_PYTHON: python,
    }),
    {
      ...inProcesses(jest('integration tests', reports, integration(INTEGRATION))),
      where: 'without Docker',
    },
    inContainers(jest('integration tests in containers', reports, integration(INTEGRATION))),
    {
      ...inProcesses(
        jest('integration tests of the stack', reports, integration(STACK_INTEGRATION)),
      ),
      where: 'with Docker',
    },
  ]
}

const inProcesses = (suite: Suite): Suite => ({ ...suite, env: { STACK: 'processes' } })

const inContainers = (suite: Suite): Suite => ({
  ...suite,
  env: { STACK: 'containers' },
  where: 'with Docker',
})

function jest(name: string, reports: string, args: readonly string[]): Suite {
  const file = join(reports, `${name.replaceAll(' ', '-')}.json`)
  return {
    name: `${name} (Jest)`,
    command: 'node',
    args: [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      ...[
        join('node_modules', 'jest', 'bin', 'jest.js'),
        '--json',
        `--outputFile=${file}`,
        ...args,
      ],
    ],
    report: { file, read: readJestReport },
  }
}

function pytest(
  name: string,
  reports: string,
  python: string,
  cwd: string,
  env: Suite['env'] = {},
): Suite {
  const file = join(reports, `${name}-tests.xml`)
  return {
    name: `${name} tests (pytest)`,
    command: python,
    args: ['-m', 'pytest', `--junitxml=${file}`],
    cwd,
    // Into a pipe, Python would print nothing until the end.
    env: { ...env, PYTHONUNBUFFERED: '1' },
    report: { file, read: readJUnitReport },
  }
}
