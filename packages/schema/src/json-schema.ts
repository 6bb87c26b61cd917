import { z } from 'zod'
import type { Kind } from './names.ts'
import { recordSchemas } from './records.ts'

/** The part of a record's JSON Schema that is compared between releases. */
export interface RecordJsonSchema {
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly required?: readonly string[]
}

/** JSON Schema (2020-12) of a kind of record. Columns that it does not name are allowed. */
export function recordJsonSchema(kind: Kind): RecordJsonSchema & Readonly<Record<string, unknown>> {
  const { $schema, properties, required, ...rest } = z.toJSONSchema(recordSchemas[kind], {
    target: 'draft-2020-12',
    io: 'input',
  })
  return {
    $schema,
    $id: `urn:pinpipe:record:${kind}`,
    ...rest,
    properties: properties as RecordJsonSchema['properties'],
    required: required ?? [],
    additionalProperties: true,
  }
}
