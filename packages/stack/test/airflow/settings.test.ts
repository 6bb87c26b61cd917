import { expect, test } from '@jest/globals'
import { airflowVariables } from '../../src/airflow/settings.ts'

const SPEC = { home: '/state/airflow/home', files: '/clone/airflow', port: 8080 }

test("settings of the user's own reach Airflow, but not those of another Airflow on the host", () => {
  const env = {
    AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE: 'True',
    AIRFLOW_CONN_DATABRICKS_DEFAULT: 'databricks://',
    AIRFLOW_HOME: '/home/somebody/airflow',
    AIRFLOW_CONFIG: '/etc/airflow.cfg',
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: 'postgresql://production',
    AIRFLOW__API__HOST: '0.0.0.0',
    AIRFLOW__CORE__AUTH_MANAGER: 'airflow.providers.fab.auth_manager.FabAuthManager',
    AIRFLOW__LOGGING__BASE_LOG_FOLDER: '/var/log/airflow',
  }
  expect(airflowVariables(SPEC, env)).toMatchObject({
    AIRFLOW__SCHEDULER__USE_JOB_SCHEDULE: 'True',
    AIRFLOW_CONN_DATABRICKS_DEFAULT: 'databricks://',
    AIRFLOW_HOME: SPEC.home,
    AIRFLOW_CONFIG: '/state/airflow/home/airflow.cfg',
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: 'sqlite:////state/airflow/home/airflow.db',
    AIRFLOW__API__HOST: '127.0.0.1',
    AIRFLOW__CORE__AUTH_MANAGER: expect.stringMatching(/SimpleAuthManager$/),
    AIRFLOW__LOGGING__BASE_LOG_FOLDER: '/state/airflow/home/logs',
  })
})
