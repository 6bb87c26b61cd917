/** A setting as it stands in an `.env` file: its comment and its line. */
export interface EnvEntry {
  readonly name: string
  readonly description: string
  readonly value: string
}

/** Settings under one heading. */
export interface EnvSection {
  readonly title: string
  readonly entries: readonly EnvEntry[]
}

/** Reads what a service prints for `--settings`: blocks of a comment and a `NAME=value` line. */
export function parseSettings(text: string): EnvEntry[] {
  return [...text.matchAll(/^# (.*)\n([A-Z0-9_]+)=(.*)$/gm)].map(
    ([, description = '', name = '', value = '']) => ({ name, description, value }),
  )
}

/** What the containers fix or have otherwise than a process on the host. */
export interface ContainerSettings {
  /** Set in docker-compose.yml, since they follow from it. */
  readonly fixed: ReadonlySet<string>
  /** Other defaults than the service's own. */
  readonly values: Readonly<Record<string, string>>
}

/** The text of an `.env` file: each setting once, where it comes first, without those that are fixed. */
export function envFile(
  sections: readonly EnvSection[],
  { fixed, values }: ContainerSettings,
): string {
  const seen = new Set(fixed)
  const blocks = sections.flatMap(({ title, entries }) => {
    const lines = entries.flatMap(({ name, description, value }) => {
      if (seen.has(name)) return []
      seen.add(name)
      return `# ${description}\n${name}=${quoted(values[name] ?? value)}\n`
    })
    return [`# ── ${title}\n`, ...lines]
  })
  return `${HEADER}\n${blocks.join('\n')}`
}

const HEADER = `# The settings of \`docker compose up\`, made from the services' own schemas by
# \`node packages/cli/dist/main.js env-file\`. Change a value here, or set it in the shell, which wins.
`

/** compose reads $ as a variable and # after a blank as a comment. */
const quoted = (value: string) => (/[\s#$'"]/.test(value) ? `'${value}'` : value)
