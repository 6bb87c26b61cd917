import { describe, expect, test } from '@jest/globals'
import { compose, docker } from '@pinpipe/stack'
import type { ComposeSystem } from '../../src/compose-system.ts'
import { type Container, containers } from '../../src/containers.ts'
import { leftBehind } from '../../src/left-behind.ts'
import type { StartDocument } from '../../src/system.ts'

const ONE_SHOTS = ['both-proof', 'emulator', 'landed', 'provision', 'spark', 'streams']
const SERVICES = ['gateway', 'kinesis-producer', 's3-sink', 'stream']
const HEALTHY = [...SERVICES, 'kafka', 'localstack', 'mariadb'].sort()
const INFRA = ['kafka', 'localstack', 'mariadb']
const LANDED = ['emulator', 'gateway', 'landed', 'provision', 's3-sink']
const BATCH = [...LANDED, 'spark']
const STREAM = [
  ...['provision', 'stream', 'stream-emulator', 'stream-gateway', 'stream-proof', 'streams'],
]
const OWN = [...ONE_SHOTS, ...SERVICES, 'workbench']

/** A container's user that is root: none, by name or by number, with or without a group. */
const ROOT = /^(root|0+)?(:|$)/

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

    test("the proof's log shows that every count of both halves ties", async () => {
      const lines = (await started().system.log('both-proof')).trimEnd().split('\n')
      expect(lines[0]).toBe('checked        feed, tables, batch, same-posts')
      expect(lines.at(-1)).toBe('ok')
    })

    test('the services log one JSON object a line', async () => {
      const node = ['gateway', 's3-sink', 'kinesis-producer']
      for (const service of [...node, 'emulator', 'provision', 'streams', 'landed']) {
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
        expect([service, ROOT.test(user), readOnly, memory > 0]).toEqual([
          ...[service, false, true, true],
        ])
      }
    })

    test('every volume is one of the compose file, which down -v removes', async () => {
      const { project } = started().system
      const volumes = new Set((await all()).flatMap(({ volumes }) => volumes))
      expect([...volumes].sort()).toEqual([`${project.name}_ledger`, `${project.name}_source`])
    })

    test.each([
      ['infra', INFRA],
      ['default', [...INFRA, ...BATCH, 'workbench']],
      ['stream', [...INFRA, ...STREAM, 'workbench']],
      ['airflow', [...INFRA, ...LANDED, 'airflow']],
      ['all', [...HEALTHY, ...ONE_SHOTS, 'workbench']],
    ])('the profile %s is what it needs', async (profile, expected) => {
      const { project } = started().system
      const services = await compose(project, '--profile', profile, 'config', '--services')
      expect(services.trim().split('\n').sort()).toEqual([...expected].sort())
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
      await compose(project, 'stop', ...SERVICES)
      const ended = (await containers(project)).filter(({ service }) => SERVICES.includes(service))
      expect(ended.map(({ service, state, exitCode }) => [service, state, exitCode])).toEqual(
        SERVICES.map((service) => [service, 'exited', 0]),
      )
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
