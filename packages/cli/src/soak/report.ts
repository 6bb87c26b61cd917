import type { ChaosResult } from './chaos.ts'

/** A chaos run as a page for docs/results. */
export function chaosReport({ options, emulation, faults, verdict }: ChaosResult): string {
  const { counts } = verdict
  const rows = faults.map(
    ({ component, what, atSeconds, downSeconds }) =>
      `| ${component} | ${what} | ${atSeconds.toFixed(1)} | ${downSeconds.toFixed(1)} |`,
  )
  return `# Chaos run

Made by \`npm run soak -- chaos --posts ${options.posts} --rate ${options.rate} --gap ${options.gapSeconds}${options.containers ? ' --containers' : ''}\`:
the emulator posts while each component is hurt once and comes back; then the oracle reads Kafka and the bucket and
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
`
}
