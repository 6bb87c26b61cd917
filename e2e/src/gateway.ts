const CONTENT_TYPE = 'application/vnd.kafka.json.v2+json'

/** Posts values to a topic. @throws {Error} unless every one of them was stored. */
export async function post(gateway: string, topic: string, values: readonly unknown[]) {
  const response = await fetch(`${gateway}/topics/${topic}`, {
    method: 'POST',
    headers: { 'content-type': CONTENT_TYPE },
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
