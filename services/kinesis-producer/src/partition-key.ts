import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'

/** What a stream's partition keys are made from. */
export type KeyRule =
  | { readonly from: 'field'; readonly name: string }
  | { readonly from: 'key' | 'hash' }
  | { readonly from: 'constant'; readonly text: string }

/** What of a record a key is made from. */
export interface KeySource {
  readonly key: Buffer | null
  readonly value: Buffer
}

/** A record's partition key; `fallback`: the rule found nothing, so it is the hash of the value. */
export interface ChosenKey {
  readonly partitionKey: string
  readonly fallback: boolean
}

/** Reads a rule as the settings write it; undefined when it is none. A key has at most 256 characters. */
export function parseKeyRule(text: string): KeyRule | undefined {
  if (text === 'key' || text === 'hash') return { from: text }
  const [, from, argument = ''] = /^(field|constant):(.{1,256})$/u.exec(text) ?? []
  if (from === 'field') return { from, name: argument }
  return from === 'constant' ? { from, text: argument } : undefined
}

/**
 * Chooses by key and value alone, so that a replay chooses the same. A field is a top-level member of
 * the value's JSON object, of several the last: a string as it is, a number as JavaScript writes it
 * (beyond 2^53 neighbours share a key). Everything else falls back to the hash.
 */
export function createKeyChooser(rule: KeyRule): (record: KeySource) => ChosenKey {
  return (record) => {
    const found = find(rule, record)
    return { partitionKey: found || md5(record.value), fallback: !found }
  }
}

function find(rule: KeyRule, { key, value }: KeySource): string | undefined {
  switch (rule.from) {
    case 'field':
      return fieldText(value, rule.name)
    case 'key':
      return keyText(key)
    case 'hash':
      return md5(value)
    case 'constant':
      return rule.text
  }
}

/** A key that is no text stands for itself by its hash, so that its records keep one partition key. */
function keyText(key: Buffer | null): string | undefined {
  if (key === null) return undefined
  return isUtf8(key) ? key.toString() : md5(key)
}

function fieldText(value: Buffer, name: string): string | undefined {
  const field = memberOf(value, name)
  if (typeof field === 'number') return String(field)
  return typeof field === 'string' ? field.toWellFormed() : undefined
}

function memberOf(value: Buffer, name: string): unknown {
  try {
    const json: unknown = JSON.parse(value.toString())
    if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return undefined
    return (json as Record<string, unknown>)[name]
  } catch {
    return undefined
  }
}

const md5 = (bytes: Buffer): string => hash('md5', bytes)
