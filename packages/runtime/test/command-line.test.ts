import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { serviceConfig, settingsFile } from '../src/command-line.ts'
import { setting } from '../src/config.ts'

const schema = z.object({
  PORT: setting.port(8082).describe('Port to listen on'),
  STAGES: setting.list(['dev', 'prod']).describe('Path prefixes'),
  GROUP: z.string().optional().describe('Consumer group'),
})

function call(...args: string[]) {
  const said: string[] = []
  const host = {
    argv: ['node', 'main.js', ...args],
    env: { PORT: '1' },
    stdout: { write: (text: string) => said.push(text) },
    exit: () => {
      throw new Error('ended')
    },
  }
  const about = { name: 'example', purpose: 'Shows settings.' }
  return { said, run: () => serviceConfig(schema, about, host as unknown as NodeJS.Process) }
}

test('without arguments the settings are read from the environment', () => {
  expect(call().run()).toEqual({ PORT: 1, STAGES: ['dev', 'prod'] })
})

test('--help tells what the service is and each setting with its default, and ends', () => {
  const { said, run } = call('--help')
  expect(run).toThrow('ended')
  expect(said.join('')).toMatch(/^example: Shows settings\.$/m)
  expect(said.join('')).toMatch(/PORT +Port to listen on \(default: 8082\)$/m)
  expect(said.join('')).toMatch(/GROUP +Consumer group$/m)
})

test('--settings prints an .env file whose values are the defaults', () => {
  expect(settingsFile(schema)).toBe(
    '# Port to listen on\nPORT=8082\n\n# Path prefixes\nSTAGES=dev,prod\n\n# Consumer group\nGROUP=\n',
  )
})

test('an argument that is not known is a bad setting', () => {
  expect(call('--port').run).toThrow('--port: is no argument of example')
})
