import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { checkPrerequisites } from '../../src/prerequisites/prerequisites.ts'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'a home-'))
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

/** Makes a program that prints `text` and ends with `code`. */
function fake(path: string, text: string, code = 0): string {
  const file = join(home, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\necho '${text}' >&2\nexit ${code}\n`, { mode: 0o755 })
  return file
}

const host = (env: NodeJS.ProcessEnv = {}) => ({
  root: home,
  env: { HOME: home, PATH: join(home, 'shims'), ...env },
  report: () => {},
})

function fakeJavaAndMaven() {
  fake('shims/java', 'openjdk version "21.0.2"')
  fake('shims/mvn', 'Apache Maven 3.9.9')
}

test('a Python is found beside the shims on the PATH that fail', async () => {
  fakeJavaAndMaven()
  fake('shims/python3.12', 'pyenv: python3.12: command not found', 127)
  fake('shims/python3', 'Python 3.11.7')
  fake('versions/3.11.7/bin/python', 'Python 3.11.7')
  const fitting = fake('versions/3.12.9/bin/python', 'Python 3.12.9')
  expect(await checkPrerequisites(host())).toEqual({ java: 'java', maven: 'mvn', python: fitting })
})

test("pyenv's folder in the home is searched too", async () => {
  fakeJavaAndMaven()
  const fitting = fake('.pyenv/versions/3.13.1/bin/python', 'Python 3.13.1')
  expect(await checkPrerequisites(host())).toMatchObject({ python: fitting })
})

test('PINPIPE_PYTHON goes before everything else', async () => {
  fakeJavaAndMaven()
  fake('shims/python3.12', 'Python 3.12.9')
  const named = fake('my own/python', 'Python 3.13.1')
  const found = await checkPrerequisites(host({ PINPIPE_PYTHON: named }))
  expect(found.python).toBe(named)
})

test('JAVA_HOME goes before the PATH', async () => {
  fakeJavaAndMaven()
  fake('shims/python3.12', 'Python 3.12.9')
  const file = fake('jdk/bin/java', 'openjdk version "17.0.1"')
  const found = await checkPrerequisites(host({ JAVA_HOME: join(home, 'jdk') }))
  expect(found.java).toBe(file)
})

test('all missing and too old programs are told together', async () => {
  fake('shims/java', 'java version "11.0.2"')
  const checking = checkPrerequisites(host())
  await expect(checking).rejects.toMatchObject({ code: 'PREREQUISITES_MISSING' })
  await expect(checking).rejects.toThrow(/found 11\.0.*Python 3\.12 or 3\.13.*Maven 3\.6\.3/s)
})
