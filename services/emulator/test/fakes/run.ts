import { createLogger, createMetrics, type Metrics } from '@pinpipe/runtime'
import type { Asked } from '../../src/draws.ts'
import type { Emulation } from '../../src/emulate.ts'
import { createEvents, type Events } from '../../src/events.ts'
import type { Ledger, LedgerLine } from '../../src/ledger.ts'
import { Outcomes } from '../../src/outcomes.ts'
import { FakeSource } from './source.ts'
import { FakeTarget } from './target.ts'
import { FakeTiming } from './timing.ts'

/** Keeps the ledger's lines. */
export class MemoryLedger implements Ledger {
  readonly lines: LedgerLine[] = []

  write(lines: readonly LedgerLine[]): void {
    this.lines.push(...lines)
  }

  close(): void {}

  /** Lines of one type. */
  of<T extends LedgerLine['type']>(type: T): Extract<LedgerLine, { type: T }>[] {
    return this.lines.filter((line) => line.type === type) as Extract<LedgerLine, { type: T }>[]
  }
}

/** Real events without output; `metrics` shows what they moved. */
export function quietEvents(): { events: Events; metrics: Metrics } {
  const logger = createLogger({ name: 'test', level: 'fatal', format: 'json' })
  const metrics = createMetrics('emulator', { processMetrics: false })
  return { events: createEvents(logger, metrics, () => {}), metrics }
}

/** A run on fakes, of which a test replaces what it is about. */
export function fakeRun(
  asked: Partial<Asked> = {},
  {
    target = new FakeTarget(),
    source = new FakeSource(11_154),
    timing = new FakeTiming(),
    stop = new AbortController(),
  } = {},
) {
  const ledger = new MemoryLedger()
  const { events, metrics } = quietEvents()
  const run: Emulation = {
    asked: { posts: 10, rate: 100, seed: 100, ...asked },
    target,
    source,
    timing,
    events,
    outcomes: new Outcomes(ledger, events),
    policy: { baseMs: 100, capMs: 5000, forMs: 120_000 },
    signal: stop.signal,
  }
  return { run, target, source, timing, ledger, metrics, stop }
}
