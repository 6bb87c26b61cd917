import { SingleBar } from 'cli-progress'

/** Shows how many posts are delivered. */
export interface Progress {
  start(): void
  update(posts: number): void
  stop(): void
}

const PLAIN_LINE_EVERY_MS = 5000

/** A bar on a terminal; elsewhere a plain line every 5 s. */
export function createProgress(total: number, stream: NodeJS.WriteStream): Progress {
  const bar = new SingleBar({
    stream,
    format: stream.isTTY
      ? 'Posts {bar} {value}/{total} {percentage} % eta {eta_formatted}'
      : 'Posts {value}/{total} ({percentage} %)',
    noTTYOutput: true,
    notTTYSchedule: PLAIN_LINE_EVERY_MS,
    hideCursor: true,
    gracefulExit: false,
  })
  return {
    start: () => bar.start(total, 0),
    update: (posts) => bar.update(posts),
    stop: () => bar.stop(),
  }
}
