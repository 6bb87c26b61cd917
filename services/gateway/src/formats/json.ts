import type { Format } from './format.ts'

/** Any JSON value, stored as the very bytes that were posted. */
export const jsonFormat: Format = { name: 'json', needsSchema: false, encode: (json) => json }
