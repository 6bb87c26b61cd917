import { SinkError, type SinkErrorCode } from '../errors.ts'

const ADVICE: Partial<Record<SinkErrorCode, string>> = {
  STORE_FORBIDDEN:
    'check the credentials and the bucket policy (s3:PutObject, s3:GetObject, s3:ListBucket)',
  STORE_NO_BUCKET: 'create it, or correct s3.bucket.name',
  STORE_UNREACHABLE: 'check store.url or AWS_ENDPOINT_URL, and the network',
}

/** Turns what the SDK throws into a `SinkError`; all of them are worth another try. */
export function translateStoreError(error: unknown, bucket: string): SinkError {
  if (error instanceof SinkError) return error
  const {
    name = 'Error',
    message = '',
    $metadata,
  } = error as Error & {
    $metadata?: { httpStatusCode?: number }
  }
  const status = $metadata?.httpStatusCode
  const code = codeOf(status)
  const advice = ADVICE[code]
  const said = [name, status, message].filter(Boolean).join(' ')
  return new SinkError(code, `Bucket ${bucket}: ${said}${advice ? `; ${advice}` : ''}`, {
    cause: error,
    retriable: true,
    facts: { status, name },
  })
}

function codeOf(status: number | undefined): SinkErrorCode {
  if (status === undefined) return 'STORE_UNREACHABLE'
  if (status === 401 || status === 403) return 'STORE_FORBIDDEN'
  if (status === 404) return 'STORE_NO_BUCKET'
  if (status === 409) return 'STORE_CONFLICT'
  if (status === 429 || status === 503) return 'STORE_THROTTLED'
  return status >= 500 ? 'STORE_FAILED' : 'STORE_REFUSED'
}
