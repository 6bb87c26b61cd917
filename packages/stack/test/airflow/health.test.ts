import { expect, test } from '@jest/globals'
import { isHealthy } from '../../src/airflow/health.ts'

const LAUNCHED = new Date('2026-11-27T18:46:18.185Z')
const heard = (time: string) => ({
  metadatabase: { status: 'healthy' },
  dag_processor: { status: 'healthy', latest_dag_processor_heartbeat: time },
  triggerer: { status: null, latest_triggerer_heartbeat: null },
})

test('a process is healthy once it is heard of after its launch, not by what its last run has left', () => {
  const before = heard('2026-11-27T18:46:17.900000+00:00')
  const after = heard('2026-11-27T18:46:31.900000+00:00')
  expect(isHealthy(before, 'dag-processor', LAUNCHED)).toBe(false)
  expect(isHealthy(after, 'dag-processor', LAUNCHED)).toBe(true)
  expect(isHealthy(after, 'triggerer', LAUNCHED)).toBe(false)
  expect(isHealthy(after, 'scheduler', LAUNCHED)).toBe(false)
  expect(isHealthy(after, 'api-server', LAUNCHED)).toBe(true)
})
