#!/usr/bin/env node
import { exitOnError, loadConfig } from '@pinpipe/runtime'
import { CommanderError } from 'commander'
import { type CliOptions, parseCommandLine } from './cli.ts'
import { databaseConnection, databaseSettings } from './database.ts'
import { generateDataset } from './dataset.ts'
import { loadDataset } from './load.ts'
import { writeDataset } from './write.ts'

/** On a terminal the progress is written over by what follows; elsewhere the steps are enough. */
const { isTTY } = process.stderr
const say = (line: string) => process.stderr.write(`${isTTY ? '\r' : ''}${line}\n`)
const onProgress = (posts: number) => {
  if (isTTY) process.stderr.write(`\r${posts} posts`)
}

function commandLine(): CliOptions {
  try {
    return parseCommandLine(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exit(error.exitCode === 0 ? 0 : 2)
  }
}

await exitOnError(async () => {
  const { rows, seed, format, out, clean, load } = commandLine()
  const to = load ? databaseConnection(loadConfig(databaseSettings, process.env)) : undefined
  const started = performance.now()
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`
  const dataset = generateDataset({ rows, seed })
  say(`planned ${rows} posts, seed ${seed} (${seconds()})`)
  if (out !== undefined) {
    const paths = await writeDataset({ dataset, folder: out, format, clean, onProgress })
    say(`wrote ${paths.join(', ')} (${seconds()})`)
  }
  if (to !== undefined) {
    const { loaded, kept } = await loadDataset(to, dataset, { clean, onProgress })
    const database = `${to.database} at ${to.host}:${to.port}`
    for (const name of loaded) say(`loaded the ${name} tables into ${database} (${seconds()})`)
    for (const name of kept) say(`${database} already has these ${name} tables`)
  }
})
