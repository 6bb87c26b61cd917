import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mariaDbFiles } from '../../src/setup/mariadb.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pinpipe mariadb-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(...files: string[]) {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), '')
  }
}

const host = (env: NodeJS.ProcessEnv = {}) => ({ root, env, report: () => {} })

test("the host's own server is taken with the install script of its base folder", async () => {
  put('usr/sbin/mariadbd', 'usr/bin/mariadb-install-db')
  const folders = [join(root, 'usr/bin'), join(root, 'usr/sbin')]
  expect(await mariaDbFiles(host(), folders)).toEqual({
    baseDir: join(root, 'usr'),
    server: 'sbin/mariadbd',
    installDb: 'bin/mariadb-install-db',
  })
})

test('PINPIPE_MARIADB_HOME goes before the server of the host', async () => {
  put('usr/sbin/mariadbd', 'usr/bin/mariadb-install-db')
  put('own/bin/mariadbd', 'own/scripts/mariadb-install-db')
  const env = { PINPIPE_MARIADB_HOME: join(root, 'own') }
  const files = await mariaDbFiles(host(env), [join(root, 'usr/sbin')])
  expect(files.baseDir).toBe(join(root, 'own'))
})

test('a PINPIPE_MARIADB_HOME without a server is refused with what to do', async () => {
  const finding = mariaDbFiles(host({ PINPIPE_MARIADB_HOME: root }), [])
  await expect(finding).rejects.toMatchObject({ code: 'PREREQUISITES_MISSING' })
  await expect(finding).rejects.toThrow('Install mariadb-server, or set PINPIPE_MARIADB_HOME')
})
