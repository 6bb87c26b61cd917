/** Airflow's processes, as its commands name them; the API server first, which the scheduler's tasks need. */
export const PROCESSES = ['api-server', 'scheduler', 'dag-processor', 'triggerer'] as const
export type AirflowProcess = (typeof PROCESSES)[number]

/** What `/api/v2/monitor/health` answers: each process's status, and when it was last heard of. */
export type Health = Readonly<Record<string, Readonly<Record<string, string | null>> | null>>

/** Whether a process that was launched at `launched` has been heard of, not its run of before. */
export function isHealthy(health: Health, process: AirflowProcess, launched: Date): boolean {
  const name = process.replace('-', '_')
  if (process === 'api-server') return health.metadatabase?.status === 'healthy'
  const heard = health[name]?.[`latest_${name}_heartbeat`]
  return health[name]?.status === 'healthy' && Date.parse(heard ?? '') >= launched.getTime()
}
