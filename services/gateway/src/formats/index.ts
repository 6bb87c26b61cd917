import { binaryFormat } from './binary.ts'
import type { Format } from './format.ts'
import { jsonFormat } from './json.ts'
import { schemaFormats } from './schema.ts'

const formats: ReadonlyMap<string, Format> = new Map(
  [binaryFormat, jsonFormat, ...schemaFormats].map((format) => [
    `application/vnd.kafka.${format.name}.v2+json`,
    format,
  ]),
)

/** The embedded format that a Content-Type header names; parameters such as charset do not count. */
export function formatOf(contentType: string | undefined): Format | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  return type === undefined ? undefined : formats.get(type)
}
