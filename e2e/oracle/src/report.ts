import type { PerKind, Verdict } from './verdict.ts'

/** Differences of one kind that are spelled out; the rest is counted. All of them are in the JSON form. */
const SHOWN = 10

/** A verdict as text for people: the counts, then the differences by kind, then the judgement. */
export function report({ ok, stages, counts, differences }: Verdict): string {
  const each = ({ pin, geo, user }: PerKind) => `pin ${pin}, geo ${geo}, user ${user}`
  const groups = Map.groupBy(differences, ({ kind }) => kind)
  return [
    `checked        ${stages.join(', ')}`,
    `posts          ${counts.posts}`,
    `records        ${counts.sent} sent, ${counts.acknowledged} acknowledged, ${counts.unknown} attempts of unknown outcome, ${counts.failed} failed`,
    `bucket         ${counts.landed} lines in ${counts.objects} objects`,
    `clean          ${each(counts.clean)}`,
    `duplicates     ${each(counts.duplicates)}`,
    `quarantined    ${each(counts.quarantined)}`,
    ...[...groups].flatMap(([kind, found]) => [
      `${kind}: ${found.length}`,
      ...found.slice(0, SHOWN).map(({ topic, partition, offset, what }) => {
        const at =
          topic === undefined
            ? ''
            : ` (${[topic, partition, offset].filter((part) => part !== undefined).join('+')})`
        return `  ${what}${at}`
      }),
      ...(found.length > SHOWN ? [`  … and ${found.length - SHOWN} more`] : []),
    ]),
    ok ? 'ok' : `NOT ok: ${differences.length} differences`,
  ].join('\n')
}
