import { isTextLog, type LogFormat, type Logger } from '@pinpipe/runtime'
import { SingleBar } from 'cli-progress'

/** Shows how many posts are delivered. */
export interface Progress {
  start(): void
  update(posts: number): void
  stop(): void
}

/** Where progress is shown: beside the log, and in its format. */
export interface ProgressHost {
  readonly logger: Logger
  readonly format: LogFormat
  readonly stderr: NodeJS.WriteStream
}

const LINE_EVERY_MS = 5000

/** With a log of text a bar on a terminal, else a plain line every 5 s; with a log of JSON a log line every 5 s. */
export function createProgress(total: number, { logger, format, stderr }: ProgressHost): Progress {
  return isTextLog(format) ? bar(total, stderr) : logLines(total, logger)
}

function bar(total: number, stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar({
    stream,
    format: stream.isTTY
      ? 'Posts {bar} {value}/{total} {percentage} % eta {eta_formatted}'
      : 'Posts {value}/{total} ({percentage} %)',
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    hideCursor: true,
    gracefulExit: false,
  })
  return {
    start: () => shown.start(total, 0),
    update: (posts) => shown.update(posts),
    stop: () => shown.stop(),
  }
}

function logLines(total: number, logger: Logger): Progress {
  let delivered = 0
  let loggedAt = 0
  const log = () => {
    loggedAt = performance.now()
    logger.info({ posts: delivered, total }, 'Posts delivered')
  }
  return {
    start: () => {
      loggedAt = performance.now()
    },
    update(posts) {
      delivered = posts
      if (performance.now() - loggedAt >= LINE_EVERY_MS) log()
    },
    stop: log,
  }
}
