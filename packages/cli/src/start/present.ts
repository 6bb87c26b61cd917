import Table from 'cli-table3'
import type { EmulationSummary } from '../system/jobs.ts'
import type { Answer, PerKind, StartDocument } from './document.ts'

/** Rows shown of a long answer; all of them are in the answer's file. */
const SHOWN_ROWS = 10

/** The order and questions of the eight queries (task 6 has two answers). */
const TITLES: readonly (readonly [task: string, title: string])[] = [
  ['4', 'Most popular category in each country'],
  ['5', 'Posts per category and year, 2018 to 2022'],
  ['6a', 'User with the most followers in each country'],
  ['6b', 'Country of the user with the most followers'],
  ['7', 'Most popular category in each age group'],
  ['8', 'Median follower count in each age group'],
  ['9', 'Users joined in each year, 2015 to 2020'],
  ['10', 'Median follower count by joining year'],
  ['11', 'Median follower count by joining year and age group'],
]

/** The answers as tables for a terminal. */
export function answerTables(answers: Readonly<Record<string, Answer>>): string {
  return TITLES.flatMap(([task, title]) => {
    const answer = answers[task]
    return answer === undefined ? [] : [`\nTask ${task}: ${title}\n${answerTable(answer)}`]
  }).join('\n')
}

function answerTable({ columns, rows }: Answer): string {
  const table = new Table({ head: [...columns], style: { head: [], border: [] } })
  for (const row of rows.slice(0, SHOWN_ROWS)) table.push(row.map((cell) => String(cell)))
  const more = rows.length > SHOWN_ROWS ? `\n… and ${rows.length - SHOWN_ROWS} more rows` : ''
  return `${table.toString()}${more}`
}

/** The counts and rates of a run, one line a stage. */
export function countTable(document: StartDocument, { seconds, rate }: EmulationSummary): string {
  const table = new Table({ style: { head: [], border: [] } })
  table.push(
    ['posts', `${document.posts} in ${seconds.toFixed(1)} s: ${rateText(rate)}`],
    ['records sent', String(document.sent)],
    ['acknowledged', String(document.acknowledged)],
    ['outcome unknown', String(document.unknown)],
    ...batchRows(document),
    ...streamRows(document),
    ['proven by the oracle', document.ok ? 'yes' : 'NO'],
  )
  return table.toString()
}

function batchRows({ landed, objects, clean, duplicates, quarantined }: StartDocument): string[][] {
  if (clean === null || duplicates === null || quarantined === null) return []
  return [
    ['lines in S3', `${landed} in ${objects} objects`],
    ['clean rows', kindsText(clean)],
    ['duplicates', kindsText(duplicates)],
    ['quarantined', kindsText(quarantined)],
  ]
}

function streamRows({ stream, clean }: StartDocument): string[][] {
  if (stream === null) return []
  const { sent, resent, rows, duplicates, quarantined, p50_ms, p95_ms } = stream
  return [
    ['stream: records sent', String(sent)],
    ['stream: sent again', String(resent)],
    ['stream: rows', `${kindsText(rows)}${clean === null ? '' : ', held against the batch rows'}`],
    ['stream: duplicates', kindsText(duplicates)],
    ['stream: quarantined', kindsText(quarantined)],
    ['stream: arrival to row', `p50 ${p50_ms} ms, p95 ${p95_ms} ms`],
  ]
}

const kindsText = ({ pin, geo, user }: PerKind) =>
  `${pin + geo + user} (pin ${pin}, geo ${geo}, user ${user})`

function rateText({ asked, achieved, held }: EmulationSummary['rate']): string {
  if (asked === null) return `${achieved} posts/s, the original's pace`
  return `${achieved} posts/s (${asked} asked, ${held ? 'held' : 'not held'})`
}

/** What runs where, for the time until Ctrl-C. */
export function urlTable(urls: readonly (readonly [what: string, url: string])[]): string {
  const table = new Table({ style: { head: [], border: [] } })
  table.push(...urls.map((row) => [...row]))
  return table.toString()
}
