import { recordJsonSchema } from '../src/json-schema.ts'
import { kinds } from '../src/names.ts'
import { tablesSql } from '../src/tables.ts'

/** Names and texts of the files under `generated/`. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const schemas = kinds.map((kind) => [
    `${kind}.schema.json`,
    `${JSON.stringify(recordJsonSchema(kind), null, 2)}\n`,
  ])
  return { ...Object.fromEntries(schemas), 'tables.sql': tablesSql() }
}
