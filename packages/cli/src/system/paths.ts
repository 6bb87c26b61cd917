import { join, resolve } from 'node:path'
import { ROOT } from '../root.ts'
import type { Settings } from '../settings.ts'

/** Where a run keeps its state. `source` and `airflow` outlive a start; the rest is made anew by each. */
export interface StatePaths {
  readonly all: string
  readonly source: string
  /** Of `npm run airflow`. */
  readonly airflow: string
  readonly run: string
  readonly kafka: string
  readonly localstack: string
  readonly logs: string
  /** Of what was posted to the topics. */
  readonly ledger: string
  /** Of what was posted to the streams. */
  readonly streamLedger: string
}

export function statePaths({ PIPELINE_DIR }: Settings): StatePaths {
  const all = resolve(ROOT, PIPELINE_DIR ?? join('.pipeline', 'state'))
  const run = join(all, 'run')
  return {
    all,
    source: join(all, 'source'),
    airflow: join(all, 'airflow'),
    run,
    kafka: join(run, 'kafka'),
    localstack: join(run, 'localstack'),
    logs: join(run, 'logs'),
    ledger: join(run, 'ledger.jsonl'),
    streamLedger: join(run, 'ledger-stream.jsonl'),
  }
}
