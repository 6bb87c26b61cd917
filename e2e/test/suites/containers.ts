import { describe, expect, test } from '@jest/globals'
import { compose, docker } from '@pinpipe/stack'
import type { ComposeSystem } from '../../src/compose-system.ts'
import { type Container, containers } from '../../src/containers.ts'
import { leftBehind } from '../../src/left-behind.ts'
import type { StartDocument } from '../../src/system.ts'

const ONE_SHOTS = ['emulator', 'landed', 'provision', 'spark']
const HEALTHY = ['gateway', 'kafka', 'localstack', 'mariadb', 's3-sink']
const OWN = [...ONE_SHOTS, 'gateway', 's3-sink', 'workbench']

/** What holds of the containers while the system is up. */
export function containersSuite(started: () => { system: ComposeSystem; document: StartDocument }) {
  describe('docker compose up', () => {
    const all = () => containers(started().system.project)
    const named = (list: readonly Container[], names: readonly string[]) =>
      list.filter(({ service }) => names.includes(service))

    test('every one-shot has ended with 0, and everything else is up and healthy', async () => {
      const list = await all()
      expect(named(list, ONE_SHOTS).map(({ state, exitCode }) => [state, exitCode])).toEqual(
        ONE_SHOTS.map(() => ['exited', 0]),
      )
      expect(named(list, HEALTHY).map(({ health }) => health)).toEqual(HEALTHY.map(() => 'healthy'))
      expect(named(list, ['workbench']).map(({ state }) => state)).toEqual(['running'])
      expect(list).toHaveLength(ONE_SHOTS.length + HEALTHY.length + 1)
    })

    test("the Spark container's log prints the answers", async () => {
      const { system, document } = started()
      const log = await system.log('spark')
      for (const [task, { columns, rows }] of Object.entries(document.answers)) {
        expect(log).toMatch(new RegExp(`^Task ${task}: .*\\n *${columns.join(' +')}$`, 'm'))
        expect(log).toContain(String(rows[0]?.[0]))
      }
    })

    test('the services log one JSON object a line', async () => {
      for (const service of ['gateway', 's3-sink', 'emulator', 'provision', 'landed']) {
        const lines = (await started().system.log(service)).trimEnd().split('\n')
        const others = lines.filter((line) => !isJsonObject(line))
        expect([service, others]).toEqual([service, []])
      }
    })

    test('every published port is on loopback', async () => {
      const hosts = (await all()).flatMap(({ hosts: published }) => published)
      expect([...new Set(hosts)]).toEqual(['127.0.0.1'])
    })

    test('own containers run as another user than root, on a read-only file system, within a memory limit', async () => {
      const list = named(await all(), OWN)
      expect(list).toHaveLength(OWN.length)
      for (const { service, user, readOnly, memory } of list) {
        expect([service, user === '' || user === 'root', readOnly, memory > 0]).toEqual([
          ...[service, false, true, true],
        ])
      }
    })

    test('every volume is one of the compose file, which down -v removes', async () => {
      const { project } = started().system
      const volumes = new Set((await all()).flatMap(({ volumes }) => volumes))
      expect([...volumes].sort()).toEqual([`${project.name}_ledger`, `${project.name}_source`])
    })

    test('the infra profile is Kafka, LocalStack and MariaDB alone', async () => {
      const { project } = started().system
      const services = await compose(project, '--profile', 'infra', 'config', '--services')
      expect(services.trim().split('\n').sort()).toEqual(['kafka', 'localstack', 'mariadb'])
    })
  })
}

function isJsonObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

/** What the end of the containers leaves. */
export function containersEndSuite(started: () => { system: ComposeSystem }) {
  describe('the end of docker compose up', () => {
    test('SIGTERM reaches the services, which drain and exit with 0', async () => {
      const { project } = started().system
      await compose(project, 'stop', 'gateway', 's3-sink')
      const ended = (await containers(project)).filter(({ service }) =>
        ['gateway', 's3-sink'].includes(service),
      )
      expect(ended.map(({ state, exitCode }) => [state, exitCode])).toEqual([
        ...[
          ['exited', 0],
          ['exited', 0],
        ],
      ])
    })

    test('down -v leaves no container, network, volume or port', async () => {
      const { system } = started()
      const { project, place } = system
      await system.stop()
      const label = `label=com.docker.compose.project=${project.name}`
      expect(await docker(project, 'ps', '--all', '--quiet', '--filter', label)).toBe('')
      expect(await docker(project, 'network', 'ls', '--quiet', '--filter', label)).toBe('')
      expect(await docker(project, 'volume', 'ls', '--quiet', '--filter', label)).toBe('')
      expect(await leftBehind(place)).toEqual([])
    })
  })
}
