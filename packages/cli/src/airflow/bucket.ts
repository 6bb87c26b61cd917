import type { Addresses } from '../system/environment.ts'

const ANSWER_WITHIN_MS = 10_000

interface FetchError extends Error {
  readonly cause?: { readonly code?: string; readonly message?: string }
}

/**
 * Whether a stack runs at the settings' addresses: its bucket is there.
 * @throws {Error} when something listens there and shows no such bucket: that is no stack, or not yet
 */
export async function stackRuns({ s3, bucket }: Addresses): Promise<boolean> {
  const asked = { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }
  const answer = await fetch(`${s3}/${bucket}`, asked).catch((error) => refused(s3, error))
  if (answer === null || answer.ok) return answer !== null
  throw noStack(s3, answer.status === 404 ? `has no bucket ${bucket}` : `answers ${answer.status}`)
}

function refused(s3: string, { cause, message }: FetchError): null {
  if (cause?.code === 'ECONNREFUSED') return null
  throw noStack(s3, `does not answer: ${cause?.message ?? message}`)
}

function noStack(s3: string, what: string): Error {
  return new Error(
    `S3 at ${s3} ${what}. Where a stack is starting there, wait until it has shown its answers: its own batch writes the same tables. Else set LOCALSTACK_PORT to a free port, and a stack is started.`,
  )
}
