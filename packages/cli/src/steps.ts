import { Listr, ListrLogger, PRESET_TIMER, ProcessOutput } from 'listr2'

/** One step of a run. `progress` shows a short text under the title while it runs. */
export interface Step {
  readonly title: string
  readonly run: (progress: (text: string) => void) => Promise<void>
}

/** Runs steps with a line each on standard error, and keeps their times. */
export interface Steps {
  /** Runs `steps` side by side; the first failure is thrown once all have ended. */
  together(steps: readonly Step[]): Promise<void>
  /** Runs one step. */
  one(title: string, run: Step['run']): Promise<void>
  /** Runs work that shows its own progress on standard error, and gives its result. */
  timed<T>(title: string, run: () => Promise<T>): Promise<T>
  /** Seconds of each step that has ended, by its title. */
  readonly seconds: Readonly<Record<string, number>>
}

export function createSteps(): Steps {
  const seconds: Record<string, number> = {}
  const together: Steps['together'] = async (steps) => {
    const errors: unknown[] = []
    const tasks = steps.map(({ title, run }) => ({
      title,
      task: async (_context: unknown, task: { output: string }) => {
        const started = performance.now()
        try {
          await run(
            paced((text) => {
              task.output = text
            }),
          )
        } catch (error) {
          errors.push(error)
          throw error
        }
        seconds[title] = since(started)
      },
    }))
    await new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      ...rendering(),
    }).run()
    if (errors.length > 0) throw errors[0]
  }
  return {
    seconds,
    together,
    one: (title, run) => together([{ title, run }]),
    timed: async (title, run) => {
      const started = performance.now()
      process.stderr.write(`❯ ${title}\n`)
      const result = await run()
      seconds[title] = since(started)
      process.stderr.write(`✔ ${title} [${seconds[title]}s]\n`)
      return result
    },
  }
}

/** Seconds since `started`, to the millisecond. */
function since(started: number): number {
  return Math.round(performance.now() - started) / 1000
}

const PROGRESS_MS = 1_000

/** Passes on at most one text a second, and none twice: without a terminal each is a line of its own. */
function paced(show: (text: string) => void): (text: string) => void {
  let last = ''
  let shownAt = Number.NEGATIVE_INFINITY
  return (text) => {
    if (text === last || performance.now() - shownAt < PROGRESS_MS) return
    last = text
    shownAt = performance.now()
    show(text)
  }
}

/** On standard error, because standard output stays free for `--json`. */
function rendering() {
  const processOutput = new ProcessOutput(process.stderr, process.stderr)
  const logger = new ListrLogger<never>({ useIcons: true, processOutput })
  const renderer: 'default' | 'simple' = process.stderr.isTTY ? 'default' : 'simple'
  return { renderer, rendererOptions: { timer: PRESET_TIMER, logger } }
}
