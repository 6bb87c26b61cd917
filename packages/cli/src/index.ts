export type { CommandContext, JobContext, RunContext } from './context.ts'
export { flag } from './flags.ts'
export { type ProgramSpec, runProgram } from './program.ts'
export { ROOT } from './root.ts'
export { runCommand } from './run-command.ts'
export { BATCH_ONLY } from './system/halves.ts'
export {
  type BatchDocument,
  type EmulationOptions,
  type EmulationSummary,
  emulate,
  runBatch,
} from './system/jobs.ts'
export { land } from './system/landing.ts'
export { SINK_CONFIG } from './system/services.ts'
export { type System, startSystem } from './system/system.ts'
