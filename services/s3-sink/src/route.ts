import type { ConsumedRecord } from '@pinpipe/kafka'
import type { Format } from './format.ts'

/** What is wrong with a record; the label of the skip and dead-letter counters. */
export type ProblemCode = 'MALFORMED_VALUE' | 'NULL_VALUE'

/** A record that cannot be written, as the dead letter's headers tell it. */
export interface RecordProblem {
  readonly code: ProblemCode
  /** Kafka Connect's name for where it failed. */
  readonly stage: 'VALUE_CONVERTER' | 'TASK_PUT'
  readonly message: string
}

/** Where a record goes. */
export type Routed =
  | { readonly to: 'file'; readonly bytes: Buffer }
  | { readonly to: 'dead-letter' | 'nowhere' | 'stop'; readonly problem: RecordProblem }

/** The connector keys that decide about records which cannot be written. */
export interface RoutePolicy {
  /** `errors.tolerance` is all. */
  readonly tolerate: boolean
  /** A dead-letter topic is named and in use. */
  readonly deadLetters: boolean
  /** `behavior.on.null.values` is ignore. */
  readonly ignoreNulls: boolean
  /** `report.null.values.to.dlq`. */
  readonly reportNulls: boolean
}

const NULL_VALUE: RecordProblem = {
  code: 'NULL_VALUE',
  stage: 'TASK_PUT',
  message: 'The value is null and null values are not written',
}

/** Decides for one record, by its value alone, so that a replay decides the same. */
export function createRouter(
  format: Format,
  policy: RoutePolicy,
): (record: Pick<ConsumedRecord, 'value'>) => Routed {
  const nulls: Routed = { to: nullsGo(policy), problem: NULL_VALUE }
  const malformed: Routed = {
    to: policy.tolerate ? badValuesGo(policy) : 'stop',
    problem: {
      code: 'MALFORMED_VALUE',
      stage: 'VALUE_CONVERTER',
      message: 'The value is not one JSON text in UTF-8',
    },
  }
  return ({ value }) => {
    if (value === null) return nulls
    const bytes = format.encode(value)
    return bytes ? { to: 'file', bytes } : malformed
  }
}

const badValuesGo = ({ deadLetters }: RoutePolicy) => (deadLetters ? 'dead-letter' : 'nowhere')

function nullsGo(policy: RoutePolicy): 'dead-letter' | 'nowhere' | 'stop' {
  if (!policy.ignoreNulls) return 'stop'
  return policy.reportNulls ? badValuesGo(policy) : 'nowhere'
}
