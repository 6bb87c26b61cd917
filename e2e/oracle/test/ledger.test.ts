import { describe, expect, test } from '@jest/globals'
import { parseLedger } from '../src/ledger.ts'
import { KINDS } from '../src/verdict.ts'
import { topicOf } from './bucket.ts'
import { ack, SmallSystem, unknown } from './small-system.ts'

const text = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
const post = KINDS.map((kind) => ack(kind, 0, 'x'))
const end = { type: 'end', posts: 1, sent: 3, acknowledged: 3, unknown: 0, failed: 0, seconds: 1 }
const kinds = (ledger: string) => parseLedger(ledger).differences.map(({ kind }) => kind)
const faults = (...lines: unknown[]) => parseLedger(text(...lines)).differences.map((d) => d.what)

describe('the ledger is read', () => {
  test('acknowledgements, unknown attempts and totals are taken as they are written', () => {
    const system = new SmallSystem()
    system.ledger.push(unknown('pin', 0, 'x'))
    const ledger = parseLedger(system.ledgerText())
    expect(ledger.acknowledged).toHaveLength(15)
    expect(ledger.unknown).toHaveLength(1)
    expect(ledger).toMatchObject({ posts: 5, sent: 15, failed: 0, differences: [] })
  })

  test('a torn line and a line of an unknown type are named', () => {
    const torn = `${text(...post, { type: 'note' })}{"type":"ack","po\n${text(end)}`
    expect(kinds(torn)).toEqual(['ledger-unreadable', 'ledger-unreadable'])
  })

  test('an acknowledgement without an offset is not taken', () => {
    const { offset: _, ...line } = ack('pin', 1, 'x')
    expect(kinds(text(...post, line, end))).toEqual(['ledger-unreadable'])
  })

  test('a ledger without its end line is incomplete', () => {
    expect(kinds(text(...post))).toEqual(['ledger-incomplete'])
  })

  test.each(['posts', 'sent', 'acknowledged', 'unknown', 'failed'])(
    'an end line that tells other %s than the lines is named',
    (name) => {
      expect(faults(...post, { ...end, [name]: 7 })).toEqual([
        expect.stringContaining(`the end line says 7 ${name}, the lines`),
      ])
    },
  )

  test('lines after the end line are named', () => {
    expect(faults(...post, end, end)).toEqual(['the ledger goes on after its end line'])
  })

  test('a post without one of its three records is named', () => {
    const lines = [...post.slice(1), { ...end, sent: 2, acknowledged: 2 }]
    expect(faults(...lines)).toEqual(['1 posts have 2 records, not 3 each'])
  })

  test('a record that a finished run left open is named', () => {
    const lines = [{ ...post[0], type: 'sent' }, ...post.slice(1), { ...end, acknowledged: 2 }]
    expect(faults(...lines)).toEqual(['1 records are neither acknowledged nor failed'])
  })

  test('a record that is acknowledged twice is named', () => {
    const again = { ...post[0], offset: 1 }
    expect(faults(...post, again, { ...end, acknowledged: 4 })).toEqual([
      '1 records are settled a second time',
    ])
  })

  test('one offset given to two records is named', () => {
    const next = KINDS.map((kind) => ({ ...ack(kind, 1, 'y'), offset: kind === 'pin' ? 0 : 1 }))
    const twice = text(...post, ...next, { ...end, posts: 2, sent: 6, acknowledged: 6 })
    expect(kinds(twice)).toEqual(['offset-acknowledged-twice'])
  })

  test('a send that nothing settles counts as an attempt of unknown outcome', () => {
    const sent = (post: number, attempt: number) => {
      return { type: 'sent', post, topic: topicOf('pin'), sha256: 'abc', attempt }
    }
    const settled = [sent(0, 1), ack('pin', 0, 'x')]
    const cutOff = [sent(1, 1), unknown('pin', 1, 'x'), sent(1, 2)]
    expect(parseLedger(text(...settled, ...cutOff)).unknown).toEqual([
      unknown('pin', 1, 'x'),
      sent(1, 2),
    ])
  })
})
