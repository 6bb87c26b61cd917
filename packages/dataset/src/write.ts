import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from './dataset.ts'
import { type Format, textFormats } from './formats.ts'
import { chunks, cleanTargets, sourceTargets } from './targets.ts'

/** Rows that are made and written at a time. */
const CHUNK = 1000

/** What to write where. `onProgress` gets the number of posts done. */
export interface WriteOptions {
  readonly dataset: Dataset
  readonly folder: string
  readonly format: Format
  /** Write the clean truth beside the source. */
  readonly clean?: boolean
  readonly onProgress?: (posts: number) => void
}

/**
 * Writes one file per table, named as the table, into `folder`, which is made when missing.
 * @returns the paths of the files.
 */
export async function writeDataset(options: WriteOptions): Promise<readonly string[]> {
  const { dataset, folder, format, clean = false, onProgress } = options
  const { head, body } = textFormats[format]
  const targets = clean ? [...sourceTargets, ...cleanTargets] : sourceTargets
  await mkdir(folder, { recursive: true })
  const files: { readonly path: string; readonly handle: FileHandle }[] = []
  try {
    for (const { table } of targets) {
      const path = join(folder, `${table.name}.${format}`)
      const handle = await open(path, 'w')
      files.push({ path, handle })
      await handle.write(head(table))
    }
    let done = 0
    for (const posts of chunks(dataset.posts(), CHUNK)) {
      for (const [i, { table, values }] of targets.entries())
        await files[i]?.handle.write(body(table, posts.map(values)))
      done += posts.length
      onProgress?.(done)
    }
  } finally {
    await Promise.all(files.map(({ handle }) => handle.close()))
  }
  return files.map(({ path }) => path)
}
