import { landed, type OperationsSettings } from '@pinpipe/operations'
import type { JobContext } from '../context.ts'

/** Waits until everything that is in Kafka now lies in the bucket. @returns the number of records */
export function land(
  {
    operations,
    jobs: { signal },
  }: { readonly operations: OperationsSettings; readonly jobs: JobContext },
  progress: (text: string) => void,
): Promise<number> {
  const onProgress = (done: number, all: number) => progress(`${done} of ${all} records`)
  return landed(operations, { signal, onProgress })
}
