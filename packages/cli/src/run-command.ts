import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { type Command, type GuardedProcess, spawnGuarded } from '@pinpipe/stack'

/** A command that ends by itself, and with this process, however that ends. */
export interface OneShot extends Command {
  /** Asks the command to end; it is killed 10 s later. */
  readonly signal: AbortSignal
}

/** How a command ended: its exit code (1 when a signal ended it) and its standard output. */
export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
}

const STDERR = 2
const KILL_AFTER_MS = 10_000

/** Runs a command to its end; its standard error goes to this process's. @throws the signal's reason when it was aborted. */
export async function runCommand({ signal, ...command }: OneShot): Promise<CommandResult> {
  signal.throwIfAborted()
  const run = spawnGuarded(command, 'pipe', STDERR)
  const printed = Promise.all(run.output.map((stream) => text(stream)))
  const exitCode = await ended(run, signal)
  return { exitCode, stdout: (await printed).join('') }
}

/**
 * Runs a command to its end with both its streams on this process's standard output, each line behind the label:
 * runners write to either, and together they read as one log. @returns its exit code @throws as `runCommand` does.
 */
export async function runShown({
  signal,
  label,
  ...command
}: OneShot & { readonly label: string }): Promise<number> {
  signal.throwIfAborted()
  const run = spawnGuarded(command, 'pipe')
  for (const input of run.output) {
    createInterface({ input }).on('line', (line) => process.stdout.write(`${label} │ ${line}\n`))
  }
  return ended(run, signal)
}

async function ended(run: GuardedProcess, signal: AbortSignal): Promise<number> {
  let late: NodeJS.Timeout | undefined
  const end = () => {
    run.signal('SIGTERM')
    late = setTimeout(() => run.signal('SIGKILL'), KILL_AFTER_MS)
  }
  signal.addEventListener('abort', end)
  const { code } = await run.closed
  signal.removeEventListener('abort', end)
  clearTimeout(late)
  signal.throwIfAborted()
  return code ?? 1
}
