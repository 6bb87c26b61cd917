// Runs on the host's Node with nothing installed: brings pnpm, the dependencies and the build, then hands
// over to packages/cli or bench on the pinned Node. `npm start`, `npm test` and `npm run airflow`, `soak` and `bench`
// begin here.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rememberParents } from './parent-watch.mjs'

const ROOT = dirname(fileURLToPath(import.meta.url))
const TOOLS = join(ROOT, '.tools')
const STAMPS = join(ROOT, '.pipeline', 'stamps')
const OLDEST_NODE = 20
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** As shells give it for Ctrl-C. */
const INTERRUPTED = 130
const BIN = [join(ROOT, 'node_modules', '.bin'), join(TOOLS, 'node_modules', '.bin')]

/** Remembered before the set-up, which may take longer than they live. */
const parentsLost = rememberParents(process.env)

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** Runs a set-up command as a group of its own; its output is shown only when it fails. */
async function run(step, command, args) {
  const started = Date.now()
  const options = { cwd: ROOT, env: environment(), detached: true }
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes))
  const release = endWithParents(() => endGroup(child))
  const failure = await new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(message))
    child.on('close', (code) => resolve(code === 0 ? undefined : 'see above'))
  })
  release()
  if (failure) fail(`${said}\n${step} failed (${failure})`)
  process.stderr.write(`✔ ${step} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
}

/** A set-up that was interrupted is done again from its start the next time. */
function endGroup({ pid }) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
  process.exit(INTERRUPTED)
}

/** Calls `end` at a signal, and when the parents are gone. @returns ends the watch */
function endWithParents(end) {
  for (const signal of SIGNALS) process.on(signal, end)
  // npm passes a signal on to its shell only, which ends without telling this process
  const watch = setInterval(() => parentsLost() && end('SIGTERM'), 500).unref()
  return () => {
    clearInterval(watch)
    for (const signal of SIGNALS) process.off(signal, end)
  }
}

function environment() {
  const path = [...BIN, process.env.PATH ?? ''].join(delimiter)
  return {
    ...process.env,
    ...direct(),
    PATH: path,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  }
}

/** A proxy is for downloads: what runs on this machine is reached without it. */
function direct() {
  const { NO_PROXY, no_proxy = NO_PROXY } = process.env
  const hosts = [no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',')
  return { NO_PROXY: hosts, no_proxy: hosts }
}

/** Runs `step` only when the content of `inputs` has changed since it last succeeded. */
async function once(name, inputs, isThere, step) {
  const hash = createHash('sha256')
  for (const file of inputs) hash.update(readFileSync(join(ROOT, file)))
  const want = hash.digest('hex')
  const stamp = join(STAMPS, name)
  if (isThere() && existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return
  await step()
  mkdirSync(STAMPS, { recursive: true })
  writeFileSync(stamp, want)
}

function installPnpm() {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  return once(
    'pnpm',
    ['package.json'],
    () => existsSync(join(TOOLS, 'node_modules', '.bin', 'pnpm')),
    () =>
      run(`Install ${packageManager}`, 'npm', [
        ...[
          'install',
          '--prefix',
          TOOLS,
          '--no-save',
          '--no-package-lock',
          '--no-audit',
          '--no-fund',
        ],
        packageManager,
      ]),
  )
}

function installDependencies() {
  return once(
    'node_modules',
    ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'],
    () => existsSync(join(ROOT, 'node_modules', '.bin', 'turbo')),
    () =>
      run('Install Node packages', 'pnpm', [
        'install',
        '--frozen-lockfile',
        '--reporter=append-only',
      ]),
  )
}

/** The entry file of each command that packages/cli does not have. */
const ENTRIES = { bench: join(ROOT, 'bench', 'dist', 'main.js') }

/** Runs the pinned Node on the command's entry file; a lost parent closes the channel, which it takes as a signal. */
function handOver([command, ...args]) {
  const node = join(ROOT, 'node_modules', '.bin', 'node')
  const entry = ENTRIES[command]
  const cli = [join(ROOT, 'packages', 'cli', 'dist', 'main.js'), ...(command ? [command] : [])]
  const child = spawn(node, [...(entry ? [entry] : cli), ...args], {
    env: environment(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  endWithParents((signal) => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : INTERRUPTED)))
}

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  fail(
    `Node ${OLDEST_NODE} or newer is needed, found ${process.versions.node}. Install it from your system's packages or with a version manager.`,
  )
}
await installPnpm()
await installDependencies()
await run('Build', 'turbo', ['run', 'build', '--output-logs=errors-only'])
handOver(process.argv.slice(2))
