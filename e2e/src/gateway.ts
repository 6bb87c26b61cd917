/** How the values of a post are encoded: as JSON itself, or as base64 of any bytes. */
export type Embedded = 'json' | 'binary'

/** Posts values to a topic. @throws {Error} unless every one of them was stored. */
export async function post(
  gateway: string,
  topic: string,
  values: readonly unknown[],
  embedded: Embedded = 'json',
): Promise<void> {
  const response = await fetch(`${gateway}/topics/${topic}`, {
    method: 'POST',
    headers: { 'content-type': `application/vnd.kafka.${embedded}.v2+json` },
    body: JSON.stringify({ records: values.map((value) => ({ value })) }),
  })
  const text = await response.text()
  const { offsets = [] } = JSON.parse(text) as { offsets?: { error_code: number | null }[] }
  const isStored =
    offsets.length === values.length && offsets.every((entry) => entry.error_code === null)
  if (!response.ok || !isStored) throw new Error(`${topic}: ${response.status} ${text}`)
}

/** The offset after the last record of a partition. */
export async function endOffset(gateway: string, topic: string, partition = 0): Promise<number> {
  const response = await fetch(`${gateway}/topics/${topic}/partitions/${partition}/offsets`)
  return ((await response.json()) as { end_offset: number }).end_offset
}
