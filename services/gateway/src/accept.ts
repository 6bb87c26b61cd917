/** The media type of every answer that was not asked for as plain JSON. */
export const V2_JSON = 'application/vnd.kafka.v2+json'

const PLAIN_JSON = 'application/json'
const LENIENT = /^(\*\/\*|application\/\*|application\/vnd\.kafka(\.\w+)?\.v2\+json)$/

/**
 * The media type to answer in, or undefined when none that the Accept header lists will do. Lenient:
 * plain JSON and the embedded formats' types are accepted as well as the type of the v2 API.
 */
export function negotiate(accept: string | undefined): string | undefined {
  if (accept === undefined || accept.trim() === '') return V2_JSON
  const types = accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .filter((parts) => !parts.some((part) => /^q=0(\.0*)?$/.test(part)))
    .map(([type = '']) => type)
  if (types.some((type) => LENIENT.test(type))) return V2_JSON
  return types.includes(PLAIN_JSON) ? PLAIN_JSON : undefined
}
