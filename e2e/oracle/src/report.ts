import type { StreamVerdict } from './stream/verdict.ts'
import type { Difference, PerKind, Verdict } from './verdict.ts'

/** Differences of one kind that are spelled out; the rest is counted. All of them are in the JSON form. */
const SHOWN = 10

/** A verdict as text for people: the counts, then the differences by kind, then the judgement. */
export function report(verdict: Verdict | StreamVerdict): string {
  const { ok, stages, differences } = verdict
  const groups = Map.groupBy(differences, ({ kind }) => kind)
  return [
    `checked        ${stages.join(', ')}`,
    ...('feed' in verdict ? streamCounts(verdict) : batchCounts(verdict)),
    ...[...groups].flatMap(([kind, found]) => [
      `${kind}: ${found.length}`,
      ...found.slice(0, SHOWN).map((difference) => `  ${difference.what}${placeOf(difference)}`),
      ...(found.length > SHOWN ? [`  … and ${found.length - SHOWN} more`] : []),
    ]),
    ok ? 'ok' : `NOT ok: ${differences.length} differences`,
  ].join('\n')
}

const each = ({ pin, geo, user }: PerKind) => `pin ${pin}, geo ${geo}, user ${user}`

function batchCounts({ counts }: Verdict): string[] {
  return [
    `posts          ${counts.posts}`,
    `records        ${counts.sent} sent, ${counts.acknowledged} acknowledged, ${counts.unknown} attempts of unknown outcome, ${counts.failed} failed`,
    `bucket         ${counts.landed} lines in ${counts.objects} objects`,
    `clean          ${each(counts.clean)}`,
    `duplicates     ${each(counts.duplicates)}`,
    `quarantined    ${each(counts.quarantined)}`,
  ]
}

function streamCounts({ feed, counts }: StreamVerdict): string[] {
  return [
    `fed by         ${feed}: ${counts.sent} sent, ${counts.acknowledged} acknowledged, ${counts.unknown} attempts of unknown outcome`,
    `streams        ${counts.records} records, ${counts.resent} of them sent again`,
    `rows           ${each(counts.rows)}`,
    `duplicates     ${each(counts.duplicates)}`,
    `quarantined    ${each(counts.quarantined)}`,
  ]
}

function placeOf({ topic, partition, offset, stream, shard, sequenceNumber }: Difference): string {
  const place = [topic ?? stream, partition ?? shard, offset ?? sequenceNumber]
  const known = place.filter((part) => part !== undefined)
  return known.length > 0 ? ` (${known.join('+')})` : ''
}
