import { createInterface } from 'node:readline'
import { StackError } from '../errors.ts'
import { type Command, spawnGuarded } from '../process/guarded.ts'

const TAIL_LINES = 30

/**
 * Runs a set-up command to its end.
 * @param onLine hears every line that it prints, on either stream
 * @returns all that it printed
 * @throws {StackError} SETUP_FAILED with the end of its output
 */
export async function runCommand(
  command: Command,
  onLine: (line: string) => void = () => {},
): Promise<string> {
  const run = spawnGuarded(command, 'pipe')
  const lines: string[] = []
  for (const stream of run.output) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      onLine(line)
    })
  }
  const { code, signal } = await run.closed
  if (code === 0) return lines.join('\n')
  const shown = [command.file, ...command.args].join(' ')
  const tail = lines.slice(-TAIL_LINES).join('\n')
  throw new StackError('SETUP_FAILED', `${shown}\nended with ${signal ?? code}:\n${tail}`)
}
