import { join } from 'node:path'

/** One Airflow to run. */
export interface AirflowSpec {
  /** AIRFLOW_HOME: its database, configuration, login and the tasks' logs. */
  readonly home: string
  /** The folder that has `dags/` and `plugins/`. */
  readonly files: string
  readonly port: number
}

export const AIRFLOW_HOST = '127.0.0.1'
export const AIRFLOW_USER = 'admin'
const SIMPLE_AUTH_MANAGER =
  'airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager'

/** Where Airflow keeps the passwords that it has made: JSON, user to password. */
export const passwordsFile = (home: string) =>
  join(home, 'simple_auth_manager_passwords.json.generated')

/**
 * Airflow's settings as environment variables. Those of `env` win over what is only a default here, not
 * over what makes it an Airflow of this folder and port alone.
 */
export function airflowVariables(spec: AirflowSpec, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...defaults(spec), ...env, ...own(spec) }
}

function defaults({ files }: AirflowSpec): NodeJS.ProcessEnv {
  return {
    AIRFLOW__CORE__DAGS_FOLDER: join(files, 'dags'),
    AIRFLOW__CORE__PLUGINS_FOLDER: join(files, 'plugins'),
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    // As many tasks as a run has side by side, and one.
    AIRFLOW__CORE__PARALLELISM: '4',
    // A run begins when it is triggered, and then it is the only one.
    AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION: 'False',
    AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE: 'False',
    // Tasks that died with the last scheduler wait this long, not 5 minutes.
    AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL: '30',
    AIRFLOW__API__WORKERS: '1',
    // A busy machine may keep a task's call waiting for longer than the 5 s that it is given.
    AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT: '30',
  }
}

function own({ home, port }: AirflowSpec): NodeJS.ProcessEnv {
  const url = `http://${AIRFLOW_HOST}:${port}`
  return {
    AIRFLOW_HOME: home,
    AIRFLOW_CONFIG: join(home, 'airflow.cfg'),
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `sqlite:///${join(home, 'airflow.db')}`,
    AIRFLOW__CORE__EXECUTOR: 'LocalExecutor',
    AIRFLOW__CORE__AUTH_MANAGER: SIMPLE_AUTH_MANAGER,
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS: `${AIRFLOW_USER}:admin`,
    AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: passwordsFile(home),
    AIRFLOW__LOGGING__BASE_LOG_FOLDER: join(home, 'logs'),
    AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `${url}/execution/`,
    AIRFLOW__API__BASE_URL: url,
    AIRFLOW__API__HOST: AIRFLOW_HOST,
    AIRFLOW__API__PORT: String(port),
  }
}
