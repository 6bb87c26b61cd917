import { S3Client } from '@aws-sdk/client-s3'
import type { OperationsSettings } from './config.ts'

/** A client for the endpoint of the settings, with path-style addresses, or for AWS. */
export function s3Client({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
}: OperationsSettings): S3Client {
  return new S3Client({
    region,
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  })
}
