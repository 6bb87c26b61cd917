import { describe, expect, jest, test } from '@jest/globals'
import { loadConfig } from '@pinpipe/runtime'
import { withFlags } from '../src/cli.ts'
import { emulatorSettings } from '../src/config.ts'

const exit = (code: number): never => {
  throw new Error(`exit ${code}`)
}
const configOf = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  loadConfig(emulatorSettings, withFlags(args, env, { write: () => {}, exit }))

describe('the command line', () => {
  test('has the settings of the original where nothing is given', () => {
    expect(configOf([])).toMatchObject({
      EMULATOR_URL: 'http://127.0.0.1:8082',
      EMULATOR_STAGE: '',
      EMULATOR_POSTS: 1000,
      EMULATOR_RATE: 200,
      EMULATOR_SEED: 100,
      EMULATOR_RETRY_FOR: 120,
      EMULATOR_JSON: false,
      EMULATOR_ADMIN_PORT: 9403,
    })
  })

  test('takes a flag before the environment variable that it stands for', () => {
    const env = { EMULATOR_POSTS: '5', EMULATOR_SEED: '7' }
    expect(configOf(['--posts', '9', '--json'], env)).toMatchObject({
      EMULATOR_POSTS: 9,
      EMULATOR_SEED: 7,
      EMULATOR_JSON: true,
    })
  })

  test.each([
    ['2000/s', 2000],
    ['0.5/s', 0.5],
    ['250', 250],
    ['original', 'original'],
  ])('reads the rate %s', (text, rate) => {
    expect(configOf(['--rate', text]).EMULATOR_RATE).toBe(rate)
  })

  test('names every setting that is wrong in one message', () => {
    const args = ['--posts', '0', '--rate', '0/s', '--seed', '-1', '--url', 'ftp://x']
    args.push('--ledger', '/no/such/folder/ledger.jsonl')
    expect(() => configOf(args, { MYSQL_PORT: 'x' })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        problems: [
          expect.stringContaining('EMULATOR_URL'),
          expect.stringContaining('EMULATOR_POSTS'),
          expect.stringContaining('EMULATOR_RATE'),
          expect.stringContaining('EMULATOR_SEED'),
          expect.stringContaining('EMULATOR_LEDGER'),
          expect.stringContaining('MYSQL_PORT'),
        ],
      }),
    )
  })

  test.each([[['--post', '3']], [['--posts']], [['3']]])('refuses %j as a setting', (args) => {
    expect(() => configOf(args)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  test('prints every setting on --help and ends with 0', () => {
    const write = jest.fn<(text: string) => void>()
    expect(() => withFlags(['--help'], {}, { write, exit })).toThrow('exit 0')
    const help = write.mock.calls.flat().join('').replace(/\s+/g, ' ')
    for (const name of Object.keys(emulatorSettings.shape)) expect(help).toContain(name)
  })
})
