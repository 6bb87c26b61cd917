import { KinesisError, type KinesisStream, type PutResult } from '@pinpipe/kinesis'

/**
 * A stream whose refusals of the whole request (credentials, permissions, any other 4xx) are tried
 * again. They say nothing against the records, and a record that was given up for them would come after
 * the later ones of its key. What Kinesis finds malformed stays final: that is the record's own fault.
 * Shards are read again after any error.
 */
export function patientStream(stream: KinesisStream): KinesisStream {
  return {
    putRecords: async (entries) => {
      const results = await stream.putRecords(entries).catch((error: unknown) => {
        throw isMalformed(error) ? error : retriable(error)
      })
      return results.map(patientResult)
    },
    listShards: (token) =>
      stream.listShards(token).catch((error: unknown) => {
        throw retriable(error)
      }),
  }
}

function patientResult(result: PutResult): PutResult {
  if (!('error' in result) || isMalformed(result.error)) return result
  return { error: retriable(result.error) as KinesisError }
}

const isMalformed = (error: unknown): boolean =>
  error instanceof KinesisError && error.code === 'KINESIS_INVALID'

function retriable(error: unknown): unknown {
  if (!(error instanceof KinesisError) || error.retriable) return error
  const { code, message, facts } = error
  return new KinesisError(code, message, { cause: error, facts, retriable: true })
}
