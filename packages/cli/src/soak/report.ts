import type { PerKind, StreamVerdict } from '@pinpipe/oracle'
import type { ChaosOptions, ChaosResult } from './chaos.ts'

/** A chaos run as a page for docs/results. */
export function chaosReport({ options, emulation, faults, verdict, stream }: ChaosResult): string {
  const { counts } = verdict
  const read = stream ? 'Kafka, the bucket, the streams and their tables' : 'Kafka and the bucket'
  const rows = faults.map(
    ({ component, what, atSeconds, downSeconds }) =>
      `| ${component} | ${what} | ${atSeconds.toFixed(1)} | ${downSeconds.toFixed(1)} |`,
  )
  return `# Chaos run${stream ? ' of both halves' : ''}

Made by \`${commandOf(options)}\`:
the emulator posts while each component is hurt once and comes back; then the oracle reads ${read} and
holds them against the ledger.

| Component | Harm | At second | Seconds until it served again |
| --- | --- | --- | --- |
${rows.join('\n')}

| Count | |
| --- | --- |
| posts | ${counts.posts} |
| records acknowledged | ${counts.acknowledged} of ${counts.sent} |
| attempts of unknown outcome | ${counts.unknown} |
| lines in the bucket | ${counts.landed} in ${counts.objects} objects |
| posts a second, over the whole run | ${emulation.rate.achieved} |
| differences found by the oracle | ${verdict.differences.length} |
| verdict | ${verdict.ok ? 'ok' : 'NOT ok'} |
${stream ? streamTable(stream) : ''}`
}

function commandOf({ posts, rate, gapSeconds, containers, stream }: ChaosOptions): string {
  const where = `${containers ? ' --containers' : ''}${stream ? ' --stream' : ''}`
  return `npm run soak -- chaos --posts ${posts} --rate ${rate} --gap ${gapSeconds}${where}`
}

const sum = ({ pin, geo, user }: PerKind) => pin + geo + user

function streamTable({ ok, counts, differences }: StreamVerdict): string {
  return `
The streams are fed from the topics by the Kinesis producer. LocalStack is left alone: it holds bucket, streams and
tables in memory only.

| Count of the stream half | |
| --- | --- |
| records in the streams | ${counts.records} |
| of these sent again, by gateway or producer | ${counts.resent} |
| rows, one per \`ind\` | ${sum(counts.rows)} |
| duplicates | ${sum(counts.duplicates)} |
| quarantined | ${sum(counts.quarantined)} |
| differences found by the oracle | ${differences.length} |
| verdict | ${ok ? 'ok' : 'NOT ok'} |
`
}
