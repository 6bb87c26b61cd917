import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { type Place, StartedSystem } from '../../src/system.ts'

/** The end of a run, and another one after it in the same place. */
export function shutdownSuite(started: () => { system: StartedSystem }) {
  describe('the end of a run', () => {
    test('Ctrl-C ends everything with exit code 0 and leaves no process and no port behind', async () => {
      const { system } = started()
      expect(await system.stop()).toBe(0)
      await expectNothingOf(system.place)
    })

    test('a second start goes on from the same state, and --exit ends it with 0 when all is proven', async () => {
      const { place } = started().system
      const again = new StartedSystem(place, ['--posts', '20', '--exit', '--json'])
      try {
        const document = await again.document()
        expect(document).toMatchObject({ posts: 20, acknowledged: 60, landed: 60, ok: true })
        expect(await again.exited()).toBe(0)
      } finally {
        await again.stop()
      }
      await expectNothingOf(place)
    })
  })
}

async function expectNothingOf({ dir, ports }: Place): Promise<void> {
  expect(processesOf(dir)).toEqual([])
  for (const [name, port] of Object.entries(ports)) {
    expect([name, await isOpen(port)]).toEqual([name, false])
  }
}

/** Command lines of all processes that were started for `dir`: their environment or arguments name it. */
function processesOf(dir: string): string[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes
    .filter((pid) => `${read(pid, 'environ')}${read(pid, 'cmdline')}`.includes(dir))
    .map((pid) => read(pid, 'cmdline'))
}

function read(pid: string, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ')
  } catch {
    // It has ended since the folder was listed, or is another user's
    return ''
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
