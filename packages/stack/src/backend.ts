import { engineAnswers } from './container/engine.ts'
import { StackError } from './errors.ts'
import { type ComponentOptions, defaultHost } from './host.ts'

/** What a component runs in. */
export type Backend = 'containers' | 'processes'

/**
 * The backend that is asked for by the option or, without it, by the setting STACK: `containers`,
 * `processes`, or `auto`, which takes containers where a Docker engine answers.
 * @throws {StackError} for another word, and for `containers` where no engine answers.
 */
export async function chooseBackend(
  { backend, host = defaultHost() }: Pick<ComponentOptions, 'backend' | 'host'> = {},
  answers: () => Promise<boolean> = engineAnswers,
): Promise<Backend> {
  const asked = backend ?? (host.env.STACK || 'auto')
  if (asked === 'processes') return asked
  if (asked !== 'containers' && asked !== 'auto') throw unknownWord(asked)
  if (await answers()) return 'containers'
  if (asked === 'containers') throw noEngine()
  return 'processes'
}

function unknownWord(word: string): StackError {
  const message = `STACK is "${word}". Set it to containers, processes or auto.`
  return new StackError('SETTING_INVALID', message)
}

function noEngine(): StackError {
  return new StackError(
    'PREREQUISITES_MISSING',
    'STACK=containers needs a Docker engine, and none answers. Start one, so that `docker version` shows its server, or set STACK=processes.',
  )
}
