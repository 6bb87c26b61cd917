/** Constructs in which Java's regular expressions and JavaScript's differ, or only one has them. */
const ONLY_JAVA: readonly (readonly [RegExp, string])[] = [
  [/\\[QEAZzGRXHhVvNapPeux0c]/, 'an escape'],
  [/[*+?}]\+/, 'a possessive quantifier'],
  [/\(\?(?![:=!]|<[=!])/, 'a flag or a named group'],
  [/&&|\[[^\]]*\[/, 'a set operation inside a character class'],
]

/**
 * A topics.regex as Kafka Connect means it: it must match the whole name of a topic.
 * @throws {SyntaxError} that says what is not understood.
 */
export function javaPattern(source: string): RegExp {
  for (const [pattern, what] of ONLY_JAVA) {
    const found = pattern.exec(source)?.[0]
    if (found) throw new SyntaxError(`${what} that is not supported: ${found}`)
  }
  return new RegExp(`^(?:${source})$`)
}
