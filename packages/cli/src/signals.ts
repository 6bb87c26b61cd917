/** Why a command ended early: a signal, or the loss of the process that started it. */
export class Interrupted extends Error {
  constructor(by: string) {
    super(`Stopped by ${by}`)
    this.name = 'Interrupted'
  }
}

/** A terminal sends Ctrl-C to the whole group, so that one key press can arrive twice. */
const SAME_KEY_PRESS_MS = 1_000

/** Aborts at the first signal, or when the parent is gone; a later signal ends the process at once. */
export function interruption(host: NodeJS.Process): AbortSignal {
  const controller = new AbortController()
  let first: number | undefined
  const interrupt = (by: string) => {
    first ??= performance.now()
    if (performance.now() - first > SAME_KEY_PRESS_MS) host.exit(130)
    controller.abort(new Interrupted(by))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    host.on(signal, () => interrupt(signal))
  }
  host.on('disconnect', () => interrupt('the end of its parent'))
  return controller.signal
}

/** The result of `work`, or at once the signal's reason when it aborts first; `work` goes on unheard. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const abort = aborted(signal).then((): never => {
    throw signal.reason
  })
  return Promise.race([work, abort])
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
