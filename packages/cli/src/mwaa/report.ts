import type { Uploaded } from './upload.ts'
import { VERSIONED } from './upload-set.ts'

/** What an upload came to, and the commands, for bash, that have the environment take the versions that are there now. */
export function uploadReport(
  { environment }: { readonly environment: string },
  { region, files }: { readonly region: string; readonly files: readonly Uploaded[] },
): string {
  const lines = files.map(
    ({ key, outcome, version }) =>
      `${outcome.padEnd(9)}  ${key}${key in VERSIONED ? `  ${version}` : ''}`,
  )
  const options = Object.entries(VERSIONED).map(([key, option]) => {
    const version = files.find((file) => file.key === key)?.version
    return `--${option}-s3-path ${key} --${option}-s3-object-version ${version}`
  })
  return `${lines.join('\n')}

The environment takes DAGs over by itself. It takes plugins, requirements and startup script by version;
where one of them is new, run this in bash, which restarts the environment:

export VERSIONS="${options.join(' ')}"
aws mwaa update-environment --name ${environment} --region ${region} $VERSIONS
`
}
