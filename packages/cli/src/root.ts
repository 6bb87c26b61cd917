import { fileURLToPath } from 'node:url'

/** The clone that this file belongs to. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
