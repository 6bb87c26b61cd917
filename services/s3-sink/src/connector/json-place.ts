/**
 * Where `text` stops being JSON, as `line 2, column 7`, both from 1; its end where more is missing.
 * JSON.parse tells no position with an unexpected token, and quotes the text instead: a configuration
 * holds secrets.
 */
export function badJsonPlace(text: string): string {
  let [right, wrong] = [0, text.length + 1]
  while (wrong - right > 1) {
    const middle = Math.floor((right + wrong) / 2)
    if (mayBecomeJson(text.slice(0, middle))) right = middle
    else wrong = middle
  }
  const lines = text.slice(0, right).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
}

/** Whether nothing is wrong with `start` but that it may end too early. */
function mayBecomeJson(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    const { message } = error as Error
    return message.includes('end of JSON') || message.includes(`position ${start.length} `)
  }
}
