/** Puts one record to the endpoint given and prints the error's code. */
import { createClient } from '../../src/client.ts'
import { translateKinesisError } from '../../src/errors.ts'
import { openStream } from '../../src/stream.ts'

const client = createClient({
  region: 'us-east-1',
  endpoint: process.argv[2],
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
})
try {
  await openStream(client, 's').putRecords([{ data: Buffer.from('x'), partitionKey: 'a' }])
} catch (error) {
  process.stdout.write(translateKinesisError(error).code)
}
