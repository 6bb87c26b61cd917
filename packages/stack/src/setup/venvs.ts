import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Host, pipelinePath } from '../host.ts'
import type { FoundProgram } from '../prerequisites/decide.ts'
import { findProgram } from '../prerequisites/prerequisites.ts'
import { python } from '../prerequisites/programs.ts'
import { install, type Progress } from './install.ts'
import { runCommand } from './run.ts'

/** Makes the environment that runs LocalStack. @returns its Python */
export function localStackVenv(host: Host): Promise<string> {
  return venv(host, "Install LocalStack's packages", 'localstack', 'localstack/requirements.txt')
}

/** Makes the environment that runs the Spark jobs. @returns its Python */
export function sparkVenv(host: Host): Promise<string> {
  return venv(host, "Install Spark's packages", 'spark', 'spark/requirements.txt')
}

/** Makes the environment of Spark's tests and checks: everything of `sparkVenv` and the tools. @returns its Python */
export function sparkDevVenv(host: Host): Promise<string> {
  return venv(host, "Install Spark's test packages", 'spark-dev', 'spark/requirements-dev.txt')
}

/** Makes the environment that runs Airflow. @returns its Python */
export function airflowVenv(host: Host): Promise<string> {
  return venv(host, "Install Airflow's packages", 'airflow', 'airflow/requirements.txt')
}

/** Makes the environment of the DAG's tests: everything of `airflowVenv` and the tools. @returns its Python */
export function airflowDevVenv(host: Host): Promise<string> {
  const requirements = 'airflow/requirements-dev.txt'
  return venv(host, "Install Airflow's test packages", 'airflow-dev', requirements)
}

/** An environment that holds exactly the packages of a requirements file, by hash. */
async function venv(host: Host, step: string, name: string, requirements: string) {
  const base = await findProgram(python, host.env)
  const file = join(host.root, requirements)
  const target = pipelinePath(host, 'venvs', name)
  await install(host, {
    step,
    target,
    inputs: [base.file, base.version, await readFile(file, 'utf8')],
    fill: async (dir, progress) => {
      const uv = await uvFile(host, base)
      const run = (args: string[]) =>
        runCommand({ file: uv, args, env: host.env, cwd: host.root }, uvProgress(progress))
      await run(['venv', '--relocatable', '--allow-existing', '--python', base.file, dir])
      const install = ['pip', 'install', '--require-hashes']
      await run([...install, '--python', join(dir, 'bin', 'python'), '-r', file])
    },
  })
  return join(target, 'bin', 'python')
}

/** uv, from PyPI, in an environment of its own. */
async function uvFile(host: Host, base: FoundProgram): Promise<string> {
  const requirements = join(host.root, 'packages', 'stack', 'python', 'uv.txt')
  const target = pipelinePath(host, 'venvs', 'uv')
  await install(host, {
    step: 'Install uv',
    target,
    inputs: [base.file, base.version, await readFile(requirements, 'utf8')],
    fill: async (dir) => {
      const env = host.env
      await runCommand({ file: base.file, args: ['-m', 'venv', dir], env })
      const args = ['-m', 'pip', 'install', '-q', '--require-hashes', '-r', requirements]
      await runCommand({ file: join(dir, 'bin', 'python'), args, env })
    },
  })
  return join(target, 'bin', 'uv')
}

/** Reads uv's "Downloading name (1.5MiB)" and "Downloaded name"; small packages it does not mention. */
export function uvProgress(progress: Progress): (line: string) => void {
  const sizes = new Map<string, number>()
  let total = 0
  let done = 0
  return (line) => {
    const started = /Downloading (\S+) \(([\d.]+)MiB\)/.exec(line)
    if (started?.[1] !== undefined) {
      sizes.set(started[1], Number(started[2]))
      total += Number(started[2])
    }
    const ended = /Downloaded (\S+)/.exec(line)?.[1]
    if (ended !== undefined) done += sizes.get(ended) ?? 0
    if (started !== null || ended !== undefined) progress(done, total, 'MiB')
  }
}
