import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

/** A program that the host must have, and how to find and judge it. */
export interface Program {
  readonly name: 'Node' | 'Java' | 'Python' | 'Maven'
  /** Completes "… is needed". */
  readonly wanted: string
  /** How to get it; completes the message. */
  readonly remedy: string
  readonly versionArgs: readonly string[]
  /** The version's numbers, from what `versionArgs` prints. */
  readonly versionPattern: RegExp
  readonly accepts: (version: readonly number[]) => boolean
  /** Files to try, best first; a bare name is looked up on the PATH. */
  readonly candidates: (env: NodeJS.ProcessEnv) => Promise<readonly string[]>
}

/** A Python that can make environments prints its version; one that lacks a part names the part. */
const PYTHON_PROBE =
  'import sys, ensurepip, ssl, sqlite3, zlib; print("Python %d.%d.%d" % sys.version_info[:3])'

export const node: Program = {
  name: 'Node',
  wanted: 'Node 20 or newer',
  remedy: "Install it from your system's packages or with a version manager.",
  versionArgs: ['--version'],
  versionPattern: /v(\d+)\.(\d+)/,
  accepts: ([major = 0]) => major >= 20,
  candidates: async () => [process.execPath],
}

export const java: Program = {
  name: 'Java',
  wanted: 'Java 17 or newer',
  remedy:
    'Install a JDK or JRE (for example the package openjdk-17-jre-headless) and put it on the PATH, or set JAVA_HOME.',
  versionArgs: ['-version'],
  versionPattern: /version "(\d+)(?:\.(\d+))?/,
  accepts: ([major = 0]) => major >= 17,
  candidates: async ({ JAVA_HOME }) =>
    JAVA_HOME ? [join(JAVA_HOME, 'bin', 'java'), 'java'] : ['java'],
}

export const python: Program = {
  name: 'Python',
  wanted: 'Python 3.12 or 3.13 (with ensurepip)',
  remedy:
    'Install one (for example the packages python3.12 and python3.12-venv, or with pyenv) and, where it is not found, set PINPIPE_PYTHON to its path.',
  versionArgs: ['-c', PYTHON_PROBE],
  versionPattern: /Python (\d+)\.(\d+)/,
  accepts: ([major = 0, minor = 0]) => major === 3 && (minor === 12 || minor === 13),
  candidates: pythonCandidates,
}

export const maven: Program = {
  name: 'Maven',
  wanted: 'Maven 3.6.3 or newer',
  remedy: 'Install it (for example the package maven) and put mvn on the PATH, or set MAVEN_HOME.',
  versionArgs: ['-v'],
  versionPattern: /Apache Maven (\d+)\.(\d+)\.(\d+)/,
  accepts: ([major = 0, minor = 0, patch = 0]) =>
    major * 1e6 + minor * 1e3 + patch >= 3 * 1e6 + 6 * 1e3 + 3,
  candidates: async ({ MAVEN_HOME }) =>
    MAVEN_HOME ? [join(MAVEN_HOME, 'bin', 'mvn'), 'mvn'] : ['mvn'],
}

/**
 * PINPIPE_PYTHON alone when it is set. Else the names on the PATH, then the versions that pyenv holds:
 * its shims may be on the PATH and fail when run.
 */
async function pythonCandidates(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  if (env.PINPIPE_PYTHON) return [env.PINPIPE_PYTHON]
  const shims = (env.PATH ?? '').split(delimiter).filter((entry) => /[\\/]shims[\\/]?$/.test(entry))
  const roots = [env.PYENV_ROOT, join(env.HOME || homedir(), '.pyenv'), ...shims.map(dirname)]
  const versions = await Promise.all(
    [...new Set(roots)].flatMap((root) => (root ? [pyenvVersions(root)] : [])),
  )
  return ['python3.12', 'python3.13', 'python3', ...versions.flat()]
}

async function pyenvVersions(root: string): Promise<string[]> {
  const folder = join(root, 'versions')
  const names = await readdir(folder).catch(() => [])
  const fitting = names.filter((name) => /^3\.1[23]\b/.test(name)).toSorted()
  return fitting.map((name) => join(folder, name, 'bin', 'python'))
}
