import { EventEmitter } from 'node:events'
import { expect, test } from '@jest/globals'
import { pino } from 'pino'
import { createMetrics } from '../src/metrics.ts'
import { runService } from '../src/service.ts'
import type { ShutdownStep } from '../src/shutdown.ts'

const source = {
  metrics: createMetrics('test', { processMetrics: false }),
  readiness: () => ({ ready: true }) as const,
}

/** A process that takes signals and remembers its exit codes. */
function fakeHost() {
  const signals = new EventEmitter()
  const exits: number[] = []
  return {
    exits,
    signal: (name: string) => signals.emit(name),
    host: {
      logger: pino({ level: 'silent' }),
      admin: { host: '127.0.0.1', port: 0 },
      process: {
        on: signals.on.bind(signals) as unknown as NodeJS.Process['on'],
        exit: ((code: number) => exits.push(code)) as unknown as NodeJS.Process['exit'],
      },
    },
  }
}

function recordingSteps(names: readonly string[], done: string[]): ShutdownStep[] {
  return names.map((name) => ({
    name,
    run: async () => {
      done.push(name)
    },
  }))
}

test('SIGTERM runs the shutdown steps in order and exits with 0', async () => {
  const { host, signal, exits } = fakeHost()
  const done: string[] = []
  const running = runService(host, source, async () => {
    queueMicrotask(() => signal('SIGTERM'))
    return { shutdown: recordingSteps(['intake', 'drain', 'clients'], done) }
  })
  await running
  expect(done).toEqual(['intake', 'drain', 'clients'])
  expect(exits).toEqual([0])
})

test('a step that fails or hangs does not keep the later steps from running, and the exit is 1', async () => {
  const { host, exits } = fakeHost()
  const done: string[] = []
  await runService(host, source, async () => ({
    finished: Promise.resolve(),
    shutdown: [
      { name: 'fails', run: () => Promise.reject(new Error('no')) },
      { name: 'hangs', run: () => new Promise(() => {}), timeoutMs: 5 },
      ...recordingSteps(['clients'], done),
    ],
  }))
  expect(done).toEqual(['clients'])
  expect(exits).toEqual([1])
})

test('a signal is heard while the start still waits for a component', async () => {
  const { host, signal, exits } = fakeHost()
  await runService(host, source, () => {
    queueMicrotask(() => signal('SIGINT'))
    return new Promise(() => {})
  })
  expect(exits).toEqual([0])
})

test('a second signal exits with 1 at once', async () => {
  const { host, signal, exits } = fakeHost()
  const stuck = Promise.withResolvers<void>()
  const running = runService(host, source, async () => {
    queueMicrotask(() => {
      signal('SIGTERM')
      signal('SIGTERM')
      stuck.resolve()
    })
    return { shutdown: [{ name: 'slow', run: () => stuck.promise }] }
  })
  await running
  expect(exits[0]).toBe(1)
})

test('a start that fails exits with 1', async () => {
  const { host, exits } = fakeHost()
  await runService(host, source, () => Promise.reject(new Error('no broker')))
  expect(exits).toEqual([1])
})
