import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { chooseBackend } from '../../src/backend.ts'
import { type Component, RunnerComponent } from '../../src/component.ts'
import { engine } from '../../src/container/engine.ts'
import { ownerLabels } from '../../src/container/ownership.ts'
import { ContainerRunner } from '../../src/container/runner.ts'
import { temporaryDir } from '../../src/host.ts'
import { MARIADB_IMAGE } from '../../src/mariadb/container.ts'
import { startMariaDb } from '../../src/mariadb/mariadb.ts'
import { freePort } from '../../src/ports.ts'

const backend = await chooseBackend()

let component: Component | undefined

afterEach(async () => {
  await component?.stop()
  component = undefined
}, 60_000)

test('a component has a process id where it is a process, and only there', async () => {
  component = await startMariaDb()
  expect(component.pid).toEqual(backend === 'processes' ? expect.any(Number) : undefined)
}, 120_000)

async function containerOf(owner: number) {
  const { container } = await engine()
  const filters = { label: [`pinpipe.pid=${owner}`] }
  const found = await container.dockerode.listContainers({ all: true, filters })
  return found.map(({ Mounts, Ports }) => ({
    volumes: Mounts.map(({ Name = '' }) => Name),
    addresses: Ports.flatMap(({ IP, PublicPort }) => (PublicPort ? `${IP}:${PublicPort}` : [])),
  }))
}

async function volumeNames(): Promise<string[]> {
  const { container } = await engine()
  const { Volumes } = await container.dockerode.listVolumes()
  return Volumes.map(({ Name }) => Name)
}

const never = async () => false

/** A component whose container runs a command in place of its server. */
async function running(
  command: readonly string[],
  ready = async () => true,
  image = MARIADB_IMAGE,
): Promise<Component> {
  const port = await freePort()
  const logFile = join(temporaryDir('container'), 'test.log')
  const spec = { name: 'test', image, port, containerPort: 3306, env: {}, command, logFile }
  component = new RunnerComponent({
    name: 'A test',
    ports: [],
    runner: new ContainerRunner(spec),
    ready,
  })
  return component
}

if (backend === 'containers') {
  describe('a component in a container', () => {
    test('is published on loopback only, and goes with its volumes when it is stopped', async () => {
      const mariadb = await startMariaDb()
      component = mariadb
      const [found] = await containerOf(process.pid)
      expect(found?.addresses).toEqual([`127.0.0.1:${mariadb.port}`])
      expect(await volumeNames()).toEqual(expect.arrayContaining(found?.volumes ?? []))
      expect(found?.volumes).toHaveLength(1)
      await mariadb.stop()
      expect(await containerOf(process.pid)).toEqual([])
      expect(await volumeNames()).not.toContain(found?.volumes[0])
    }, 120_000)

    test('that ends while it starts fails with its exit code and the end of its log', async () => {
      const starting = (await running(['sh', '-c', 'echo no such database; exit 3'], never)).start()
      await expect(starting).rejects.toMatchObject({ code: 'START_FAILED' })
      const message = /ended while starting \(exit code 3\).*no such database/s
      await expect(starting).rejects.toThrow(message)
      expect(await containerOf(process.pid)).toEqual([])
    }, 120_000)

    test('that a killed process has left is removed by the next start', async () => {
      const gone = spawn(process.execPath, ['-e', ''])
      await once(gone, 'exit')
      const { container } = await engine()
      const labels = { ...ownerLabels(), 'pinpipe.pid': String(gone.pid) }
      await container.create({ Image: MARIADB_IMAGE, Labels: labels })
      expect(await containerOf(gone.pid ?? 0)).toHaveLength(1)
      const next = await running(['sleep', '600'])
      await next.start()
      expect(await containerOf(gone.pid ?? 0)).toEqual([])
      expect(await containerOf(process.pid)).toHaveLength(1)
      await next.kill()
    }, 120_000)

    test('whose image cannot be had fails with what to do', async () => {
      const nowhere = await running([], never, '127.0.0.1:1/no-such-image:1')
      await expect(nowhere.start()).rejects.toMatchObject({ code: 'START_FAILED' })
      await expect(nowhere.start()).rejects.toThrow('or set STACK=processes to run without Docker')
      expect(await containerOf(process.pid)).toEqual([])
    }, 120_000)
  })
}
