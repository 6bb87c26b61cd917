import { readFile } from 'node:fs/promises'
import { checkAnswers } from './checks/answers.ts'
import { checkKafka } from './checks/kafka.ts'
import { checkLanding } from './checks/landing.ts'
import { checkObjects } from './checks/objects.ts'
import { checkRunReport } from './checks/run-report.ts'
import { checkSubstance } from './checks/substance.ts'
import { checkTables } from './checks/tables.ts'
import { countLanded, countLedger, NONE } from './counts.ts'
import { kafkaLog, type LogReader, type PartitionLog } from './kafka-log.ts'
import { type Absent, type Landed, readLanded } from './landed.ts'
import { type Ledger, parseLedger } from './ledger.ts'
import { type Runs, readRunReports } from './run-reports.ts'
import { type ObjectStore, type S3Location, s3Store } from './store.ts'
import { type Difference, KINDS, STAGES, type Stage, type Verdict } from './verdict.ts'

/** What the judge looks at. A stage whose evidence is not given cannot be asked for. */
export interface Evidence {
  /** The pipeline id, 12 hex digits. */
  readonly id: string
  readonly store: ObjectStore
  /** Needed by the stage `landing`. */
  readonly ledger?: Ledger | undefined
  /**
   * Needed by the stage `kafka`; where given, it tells which offsets need not be in the bucket. Without
   * it the offsets of an object's lines are taken for contiguous.
   */
  readonly log?: LogReader | undefined
  /** Default: every stage that the evidence allows. */
  readonly stages?: readonly Stage[] | undefined
}

/** Where to find the evidence of a running system. */
export interface Case extends Pick<Evidence, 'id' | 'stages'> {
  readonly ledgerFile?: string | undefined
  readonly s3: S3Location
  readonly kafka?: { readonly brokers: readonly string[] } | undefined
}

/** Judges a running system; it must be at rest, with nothing on its way. */
export async function judge({ id, stages, ledgerFile, s3, kafka }: Case): Promise<Verdict> {
  const ledger =
    ledgerFile === undefined ? undefined : parseLedger(await readFile(ledgerFile, 'utf8'))
  const store = s3Store(s3)
  const log = kafka && kafkaLog(kafka.brokers)
  try {
    return await examine({ id, stages, ledger, store, log })
  } finally {
    store.close()
    await log?.close()
  }
}

/**
 * Holds the evidence of one system against itself, stage by stage.
 * @throws {Error} when a stage is asked for whose evidence is missing.
 */
export async function examine(evidence: Evidence): Promise<Verdict> {
  const { id, store, ledger, log } = evidence
  const stages = stagesOf(evidence)
  const asked = (stage: Stage) => stages.includes(stage)
  const topics = KINDS.map((kind) => `${id}.${kind}`)
  const logs = log ? (await Promise.all(topics.map((topic) => log.read(topic)))).flat() : []
  const absent = log ? await absentOffsets(log, id, logs) : new Set<string>()
  const landed = await readLanded(store, topics, absent)
  const differences = checkSubstance(stages, id, ledger, landed.objects)
  if (asked('landing') && ledger) differences.push(...checkLanding(ledger, landed.objects))
  if (asked('objects')) differences.push(...checkObjects(landed, absent))
  if (asked('kafka')) differences.push(...checkKafka(logs, landed.objects, absent))
  const runs = asked('tables') || asked('answers') ? await readRunReports(store) : NO_RUNS
  const tables = asked('tables') ? await examineTables(store, id, landed, runs) : NO_TABLES
  differences.push(...runs.differences, ...tables.differences)
  if (asked('answers')) differences.push(...(await checkAnswers(store, runs.reports)))
  const counts = { ...countLedger(ledger), ...countLanded(landed), ...tables.counts }
  return { ok: differences.length === 0, stages, counts, differences }
}

function stagesOf({ stages, ledger, log }: Evidence): readonly Stage[] {
  const missing = new Set<Stage>([
    ...(ledger ? [] : (['landing'] as const)),
    ...(log ? [] : (['kafka'] as const)),
  ])
  const blind = stages?.filter((stage) => missing.has(stage)) ?? []
  if (blind.length > 0) throw new Error(`No evidence was given for: ${blind.join(', ')}`)
  return stages ?? STAGES.filter((stage) => !missing.has(stage))
}

async function absentOffsets(
  log: LogReader,
  id: string,
  logs: readonly PartitionLog[],
): Promise<Absent> {
  const letters = (await log.read(`dead-letter.${id}`)).flatMap(({ records }) => records)
  const withoutValue = logs.flatMap(({ topic, partition, records }) =>
    records
      .filter(({ sha256 }) => sha256 === undefined)
      .map(({ offset }) => `${topic}+${partition}+${offset}`),
  )
  return new Set([...letters.flatMap(({ deadLetterOf }) => deadLetterOf ?? []), ...withoutValue])
}

const NO_RUNS: Runs = { reports: [], differences: [] }
const NO_TABLES = {
  counts: { clean: NONE, duplicates: NONE, quarantined: NONE },
  differences: [] as readonly Difference[],
}

async function examineTables(store: ObjectStore, id: string, { objects }: Landed, runs: Runs) {
  const counts = { clean: { ...NONE }, duplicates: { ...NONE }, quarantined: { ...NONE } }
  const differences: Difference[] = []
  for (const kind of KINDS) {
    const own = objects.filter(({ topic }) => topic === `${id}.${kind}`)
    const found = await checkTables(store, kind, own)
    counts.clean[kind] = found.clean
    counts.duplicates[kind] = found.duplicates
    counts.quarantined[kind] = found.quarantined
    differences.push(...found.differences)
  }
  differences.push(...checkRunReport(runs.reports, counts))
  return { counts, differences }
}
