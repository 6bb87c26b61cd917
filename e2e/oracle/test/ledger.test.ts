import { describe, expect, test } from '@jest/globals'
import { parseLedger } from '../src/ledger.ts'
import { ack, SmallSystem, topicOf, unknown } from './small-system.ts'

const text = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
const end = { type: 'end', posts: 1, sent: 1, acknowledged: 1, unknown: 0, failed: 0, seconds: 1 }
const kinds = (ledger: string) => parseLedger(ledger).differences.map(({ kind }) => kind)

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
    const torn = `${text(ack('pin', 0, 'x'), { type: 'note' })}{"type":"ack","po\n${text(end)}`
    expect(kinds(torn)).toEqual(['ledger-unreadable', 'ledger-unreadable'])
  })

  test('an acknowledgement without an offset is not taken', () => {
    const { offset: _, ...line } = ack('pin', 0, 'x')
    expect(kinds(text(line, { ...end, acknowledged: 0 }))).toEqual(['ledger-unreadable'])
  })

  test('a ledger without its end line is incomplete', () => {
    expect(kinds(text(ack('pin', 0, 'x')))).toEqual(['ledger-incomplete'])
  })

  test('totals that do not tie with the lines are named', () => {
    expect(kinds(text(end))).toEqual(['ledger-incomplete'])
  })

  test('one offset given to two records is named', () => {
    const twice = text(ack('pin', 0, 'x'), ack('pin', 0, 'y'), { ...end, acknowledged: 2 })
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
