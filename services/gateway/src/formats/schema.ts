import { RestError } from '../errors.ts'
import type { Format } from './format.ts'

/** The formats that need a schema registry, which this gateway has none of yet. */
export const schemaFormats: readonly Format[] = ['avro', 'jsonschema', 'protobuf'].map((name) => ({
  name,
  needsSchema: true,
  encode() {
    throw new RestError('NO_SCHEMA_REGISTRY')
  },
}))
