import type { z } from 'zod'
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

/** Makes what a command runs with, when it runs: flags and settings are read, and all their problems told at once. */
export type CommandContext = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  /** What commander took from the command line. */
  given: Readonly<Record<string, unknown>>,
) => RunContext & { readonly flags: z.infer<z.ZodObject<Shape>> }

/** What a one-shot job runs with. */
export type JobContext = Pick<RunContext, 'env' | 'signal'>
