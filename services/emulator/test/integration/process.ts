import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { LedgerLine } from '../../src/ledger.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The emulator as a process of its own. */
export function startEmulator(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => {
    output.stdout += data
  })
  child.stderr.on('data', (data) => {
    output.stderr += data
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...output })),
  )
  return { output, kill: (signal: NodeJS.Signals) => child.kill(signal), ended }
}

/** Lines of a ledger file; a last line that was cut off is left out. */
export async function readLedger(path: string): Promise<LedgerLine[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as LedgerLine)
}

/**
 * Holds a topic against the ledger: which acknowledged offsets hold another value, and which stored
 * values neither an acknowledgement nor an attempt of unknown outcome explains. Both empty is right.
 */
export function compare(lines: readonly LedgerLine[], topic: string, stored: readonly string[]) {
  const hashes = stored.map((value) => createHash('sha256').update(value).digest('hex'))
  const free = new Map(hashes.entries())
  const wrong: LedgerLine[] = []
  const attempts: string[] = []
  const open = new Map<number, string>()
  for (const line of lines) {
    if (line.type === 'end' || line.topic !== topic) continue
    open.delete(line.post)
    if (line.type === 'sent') open.set(line.post, line.sha256)
    if (line.type === 'unknown') attempts.push(line.sha256)
    if (line.type !== 'ack' || !('offset' in line)) continue
    if (hashes[line.offset] !== line.sha256) wrong.push(line)
    free.delete(line.offset)
  }
  attempts.push(...open.values())
  const unexplained = [...free.values()].filter((hash) => {
    const at = attempts.indexOf(hash)
    if (at >= 0) attempts.splice(at, 1)
    return at < 0
  })
  return { wrong, unexplained }
}
