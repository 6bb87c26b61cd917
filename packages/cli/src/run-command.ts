import { execa } from 'execa'

/** A command that ends by itself; its standard error goes to this process's. */
export interface OneShot {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** Asks the command to end; it is killed 10 s later. */
  readonly signal: AbortSignal
}

/** How a command ended: its exit code (1 when a signal ended it) and its standard output. */
export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
}

/** Runs a command to its end. @throws the signal's reason when it was aborted. */
export async function runCommand({
  file,
  args,
  env,
  cwd,
  signal,
}: OneShot): Promise<CommandResult> {
  const result = await execa(file, args, {
    env,
    extendEnv: false,
    cwd,
    stdin: 'ignore',
    stderr: 'inherit',
    cancelSignal: signal,
    forceKillAfterDelay: 10_000,
    reject: false,
  })
  signal.throwIfAborted()
  return { exitCode: result.exitCode ?? 1, stdout: result.stdout }
}
