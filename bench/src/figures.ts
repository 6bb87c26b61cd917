import Table from 'cli-table3'

/** What one measurement gave; CPU and memory are null where the system does not tell them. */
export interface Sample {
  readonly value: number
  readonly cpuS: number | null
  readonly rssMb: number | null
}

/** Which figure this is. */
export interface FigureId {
  readonly name: string
  /** `ours`, `naive`, `ceiling` (named in the settings) or a peer's name. */
  readonly system: string
  readonly unit: string
  readonly settings: Readonly<Record<string, string | number | boolean>>
}

/**
 * One figure of a benchmark, as `--json` prints it: `value` and `cpu_s` are medians over the samples,
 * `rss_mb` is the highest.
 */
export interface Figure extends FigureId {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly cpu_s: number | null
  readonly rss_mb: number | null
}

/** Makes a figure of its samples. @throws {RangeError} when there is none. */
export function figure(
  { name, system, unit, settings }: FigureId,
  samples: readonly Sample[],
): Figure {
  const values = samples.map(({ value }) => value)
  const cpu = samples.flatMap(({ cpuS }) => cpuS ?? [])
  const rss = samples.flatMap(({ rssMb }) => rssMb ?? [])
  return {
    name,
    system,
    unit,
    value: short(median(values)),
    min: short(Math.min(...values)),
    max: short(Math.max(...values)),
    cpu_s: cpu.length === 0 ? null : short(median(cpu)),
    rss_mb: rss.length === 0 ? null : Math.round(Math.max(...rss)),
    settings: { ...settings, runs: samples.length },
  }
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('a figure needs a sample')
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return ((low as number) + (high as number)) / 2
}

/** Four digits are more than a run repeats. */
const short = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4))

/** The figures for a terminal, the settings of each below the table. */
export function figureTable(figures: readonly Figure[]): string {
  const head = ['', 'Name', 'System', 'Value', 'Unit', 'Min', 'Max', 'CPU s', 'RSS MB']
  const table = new Table({ head, style: { head: [], border: [] } })
  for (const [at, { name, system, value, unit, min, max, cpu_s, rss_mb }] of figures.entries()) {
    const cells = [at + 1, name, system, value, unit, min, max, cpu_s ?? '-', rss_mb ?? '-']
    table.push(cells.map(String))
  }
  const notes = figures.map(({ settings }, at) => `${at + 1}. ${settingsText(settings)}`)
  return [table.toString(), ...notes].join('\n')
}

function settingsText(settings: FigureId['settings']): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ')
}
