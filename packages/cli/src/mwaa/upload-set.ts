import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import type { DagSettings } from './settings.ts'

/** A file of the upload set, by its key in the environment's bucket. */
export interface SetFile {
  readonly key: string
  readonly bytes: Uint8Array
}

/** The files that an environment takes by the version of their object, with the option of each. */
export const VERSIONED = {
  'plugins.zip': 'plugins',
  'requirements.txt': 'requirements',
  'startup.sh': 'startup-script',
} as const

/**
 * Makes what Amazon MWAA takes from its bucket, of the clone at `root`; the same content gives the same bytes.
 * @returns in the order in which an environment that is running may get them
 */
export async function uploadSet(root: string, settings: DagSettings): Promise<SetFile[]> {
  const airflow = join(root, 'airflow')
  const dags = await filesOf(join(airflow, 'dags'))
  const plugins = await filesOf(join(airflow, 'plugins'))
  return [
    { key: 'plugins.zip', bytes: zipped(plugins) },
    { key: 'requirements.txt', bytes: await readFile(join(airflow, 'mwaa', 'requirements.txt')) },
    { key: 'startup.sh', bytes: new TextEncoder().encode(startupScript(settings)) },
    ...dags.toSorted(modulesFirst).map(({ key, bytes }) => ({ key: `dags/${key}`, bytes })),
  ]
}

/** The service takes over each file by itself, so a DAG comes after what it imports. */
function modulesFirst(a: SetFile, b: SetFile): number {
  return Number(b.key.includes('/')) - Number(a.key.includes('/'))
}

/** Sources, without what Python makes of them. */
async function filesOf(folder: string): Promise<SetFile[]> {
  const names = await readdir(folder, { recursive: true })
  const keys = names.filter((name) => /(\.py|\.airflowignore)$/.test(name)).sort()
  return Promise.all(keys.map(async (key) => ({ key, bytes: await readFile(join(folder, key)) })))
}

/** A zip keeps local time: this is the same bytes in every zone. */
const NO_TIME = { mtime: new Date(1980, 0, 1) }

/** The service unpacks it into the plugins folder, so files stand at its top. */
function zipped(files: readonly SetFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ key, bytes }) => [key, bytes])), NO_TIME)
}

/** A shell script that every component of the environment runs before it starts: exports the settings. */
export function startupScript(settings: DagSettings): string {
  const lines = Object.entries(settings).map(
    ([name, value = '']) => `export ${name}=${quoted(value)}\n`,
  )
  return `#!/bin/sh\n${lines.join('')}`
}

const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`
