// Started by `startReaper`: removes one container when its channel ends without a word, so that even a
// parent ended by kill -9 leaves nothing behind.
import { createReadStream } from 'node:fs'
import { text } from 'node:stream/consumers'
import { waitFor } from '../wait.ts'
import { removeContainer } from './engine.ts'

const CHANNEL = 3
const [name = ''] = process.argv.slice(2)

const word = await text(createReadStream('', { fd: CHANNEL }))
if (word === '') {
  // The engine may still be making it.
  const gone = { what: `${name} to be removed`, timeoutMs: 10_000, everyMs: 500 }
  await waitFor(() => removeContainer(name), gone).catch(() => {})
}
process.exit()
