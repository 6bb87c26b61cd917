import { mkdir, writeFile } from 'node:fs/promises'
import { generatedFiles } from './files.ts'

const folder = new URL('../generated/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, text] of Object.entries(generatedFiles())) {
  await writeFile(new URL(name, folder), text)
  process.stderr.write(`generated/${name}\n`)
}
