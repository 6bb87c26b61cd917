import { execFile } from 'node:child_process'
import { StackError } from '../errors.ts'
import type { Host } from '../host.ts'
import { decide, type FoundProgram, NOT_THERE, type ProbeResult } from './decide.ts'
import { java, maven, node, type Program, python } from './programs.ts'

/** The host's programs that fit, as files to run. */
export interface Prerequisites {
  readonly java: string
  readonly python: string
  readonly maven: string
}

const PROBE_TIMEOUT_MS = 30_000

/** Finds all the host's programs. @throws {StackError} PREREQUISITES_MISSING with all problems together. */
export async function checkPrerequisites(host: Host): Promise<Prerequisites> {
  const searches = await Promise.allSettled(
    [java, python, maven, node].map((program) => findProgram(program, host.env)),
  )
  const problems = searches.flatMap((search) =>
    search.status === 'rejected' ? problemsOf(search.reason) : [],
  )
  if (problems.length > 0) throw missing(problems)
  const [javaFile = '', pythonFile = '', mavenFile = ''] = searches.map((search) =>
    search.status === 'fulfilled' ? search.value.file : '',
  )
  return { java: javaFile, python: pythonFile, maven: mavenFile }
}

function problemsOf(error: unknown): string[] {
  if (error instanceof StackError && error.code === 'PREREQUISITES_MISSING') {
    return error.facts.problems as string[]
  }
  throw error
}

const found = new WeakMap<NodeJS.ProcessEnv, Map<Program, Promise<FoundProgram>>>()

/** Finds one program, once for each environment. @throws {StackError} PREREQUISITES_MISSING */
export function findProgram(program: Program, env: NodeJS.ProcessEnv): Promise<FoundProgram> {
  const known = found.get(env) ?? new Map<Program, Promise<FoundProgram>>()
  found.set(env, known)
  const search = known.get(program) ?? findAnew(program, env)
  known.set(program, search)
  return search
}

async function findAnew(program: Program, env: NodeJS.ProcessEnv): Promise<FoundProgram> {
  const decision = decide(program, await probeUntilFits(program, env))
  if ('problem' in decision) throw missing([decision.problem])
  return decision
}

function missing(problems: readonly string[]): StackError {
  const lines = problems.map((problem) => `  ${problem}`).join('\n')
  return new StackError('PREREQUISITES_MISSING', `This machine lacks something:\n${lines}`, {
    facts: { problems },
  })
}

/** Runs the candidates in order and stops at the first that fits. */
async function probeUntilFits(program: Program, env: NodeJS.ProcessEnv): Promise<ProbeResult[]> {
  const results: ProbeResult[] = []
  for (const file of await program.candidates(env)) {
    const result = await probe(file, program.versionArgs, env)
    results.push(result)
    if ('file' in decide(program, [result])) break
  }
  return results
}

function probe(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<ProbeResult>((resolve) => {
    execFile(file, args, { env, timeout: PROBE_TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error === null) return resolve({ file, output: `${stdout}\n${stderr}` })
      const text = stderr.trim().split('\n')[0] || error.message
      resolve({ file, error: error.code === 'ENOENT' ? NOT_THERE : text })
    })
  })
}
