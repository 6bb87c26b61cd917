export { type Case, judge } from './judge.ts'
export { QUESTIONS } from './questions.ts'
export { report } from './report.ts'
export type { S3Location } from './store.ts'
export { judgeStream, type StreamCase } from './stream/judge-stream.ts'
export type { KinesisLocation } from './stream/kinesis-log.ts'
export type {
  Feed,
  StreamCounts,
  StreamStage,
  StreamVerdict,
} from './stream/verdict.ts'
export {
  type Counts,
  type Difference,
  type DifferenceKind,
  KINDS,
  type Kind,
  type PerKind,
  STAGES,
  type Stage,
  type Verdict,
} from './verdict.ts'
