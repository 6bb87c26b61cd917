import type { Addresses } from '../system/environment.ts'

const ANSWER_WITHIN_MS = 10_000

/**
 * Whether a stack runs at the settings' addresses: its bucket is there.
 * @throws {Error} when something answers and has no such bucket: that is no stack, or not yet
 */
export async function stackRuns({ s3, bucket }: Addresses): Promise<boolean> {
  const asked = { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }
  const answer = await fetch(`${s3}/${bucket}`, asked).catch(refused)
  if (answer === null || answer.ok) return answer !== null
  const what = answer.status === 404 ? `has no bucket ${bucket}` : `answers ${answer.status}`
  throw new Error(
    `S3 at ${s3} ${what}. Where a stack is starting there, wait until it posts; else set LOCALSTACK_PORT to a free port, and one is started.`,
  )
}

function refused(error: { readonly cause?: { readonly code?: string } }): null {
  if (error.cause?.code !== 'ECONNREFUSED') throw error
  return null
}
