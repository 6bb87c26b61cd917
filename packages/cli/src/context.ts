import type { Settings } from './settings.ts'
import type { Steps } from './steps.ts'

/** What every command runs with. */
export interface RunContext {
  readonly settings: Settings
  readonly env: NodeJS.ProcessEnv
  readonly steps: Steps
  /** Aborts when the command is to end early. */
  readonly signal: AbortSignal
}

/** What a one-shot job runs with. */
export type JobContext = Pick<RunContext, 'env' | 'signal'>
