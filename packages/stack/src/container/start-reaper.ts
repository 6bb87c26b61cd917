import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

const SUFFIX = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const REAPER = fileURLToPath(new URL(`./reaper.${SUFFIX}`, import.meta.url))
/** Leaves the reaper to init: who kills this process with all its descendants must not meet it. */
const LEAVE = '"$@" &'

/** Watches over a container that is to be made, in a process that outlives this one. @returns what ends the watch */
export function startReaper(name: string): () => void {
  const shell = spawn('sh', ['-c', LEAVE, 'sh', process.execPath, REAPER, name], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  shell.unref()
  const channel = shell.stdio[3] as Socket
  channel.unref()
  channel.on('error', () => {}) // A reaper that was killed leaves the container to the next sweep.
  return () => channel.end('done')
}
