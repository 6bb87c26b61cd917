import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Kafka, startKafka, waitFor } from '@pinpipe/stack'
import { Admin, Producer } from '@platformatic/kafka'
import { kafkaLog } from '../../src/kafka-log.ts'
import { sha256 } from '../../src/lines.ts'

const digest = (text: string) => sha256(Buffer.from(text))

describe('the oracle reads a broker', () => {
  let kafka: Kafka
  let admin: Admin
  let producer: Producer
  let log: ReturnType<typeof kafkaLog>

  beforeAll(async () => {
    kafka = await startKafka()
    const client = { clientId: 'test', bootstrapBrokers: [kafka.bootstrapServers] }
    admin = new Admin(client)
    producer = new Producer(client)
    log = kafkaLog([kafka.bootstrapServers])
  })

  afterAll(async () => {
    await log?.close()
    await producer?.close()
    await admin?.close()
    await kafka?.stop()
  })

  // The controller's answer comes before the broker itself knows the topic.
  async function makeTopic(topic: string, partitions = 1) {
    await admin.createTopics({ topics: [topic], partitions, replicas: 1 })
    await waitFor(async () => (await log.read(topic)).length === partitions, { what: topic })
  }

  const send = (topic: string, partition: number, values: string[], more = {}) =>
    producer.send({
      messages: values.map((value) => ({ topic, partition, value: Buffer.from(value) })),
      ...more,
    })

  test('every record of every partition comes with its offset and digest', async () => {
    await makeTopic('some.pin', 2)
    await send('some.pin', 0, ['a', 'b'])
    await send('some.pin', 1, ['c'])
    await send('some.pin', 0, ['d'])
    expect(await log.read('some.pin')).toEqual([
      {
        ...{ topic: 'some.pin', partition: 0 },
        records: ['a', 'b', 'd'].map((text, offset) => ({ offset, sha256: digest(text) })),
      },
      { topic: 'some.pin', partition: 1, records: [{ offset: 0, sha256: digest('c') }] },
    ])
  })

  test('batches of every codec are read, more than one answer holds', async () => {
    await makeTopic('coded')
    const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
    const values = codecs.map((codec) => codec + 'x'.repeat(900_000))
    for (const [at, compression] of codecs.entries()) {
      await send('coded', 0, [values[at] ?? '', compression], { compression })
    }
    for (let more = 0; more < 6; more++) await send('coded', 0, ['y'.repeat(900_000)])
    const [partition] = await log.read('coded')
    expect(partition?.records).toHaveLength(16)
    expect(partition?.records.slice(0, 10).map((record) => record.sha256)).toEqual(
      codecs.flatMap((codec, at) => [digest(values[at] ?? ''), digest(codec)]),
    )
  })

  test('raw line ends inside a value are compared as the blanks that land', async () => {
    await makeTopic('pretty')
    await send('pretty', 0, ['{\r\n"a":1}'])
    expect((await log.read('pretty'))[0]?.records[0]?.sha256).toBe(digest('{  "a":1}'))
  })

  test('a dead letter tells which record it is about', async () => {
    await makeTopic('dead')
    const about = { topic: 'some.pin', partition: '1', offset: '7' }
    const headers = new Map(
      Object.entries(about).map(([name, value]) => [
        Buffer.from(`__connect.errors.${name}`),
        Buffer.from(value),
      ]),
    )
    await producer.send({ messages: [{ topic: 'dead', value: Buffer.from('x'), headers }] })
    expect((await log.read('dead'))[0]?.records[0]?.deadLetterOf).toBe('some.pin+1+7')
  })

  test('a record without a value has no digest', async () => {
    await makeTopic('null')
    await producer.send({ messages: [{ topic: 'null', key: Buffer.from('k') }] })
    expect((await log.read('null'))[0]?.records).toEqual([{ offset: 0, sha256: undefined }])
  })

  test('an empty topic has a partition without records', async () => {
    await makeTopic('empty')
    expect(await log.read('empty')).toEqual([{ topic: 'empty', partition: 0, records: [] }])
  })

  test('a topic that does not exist has no partitions', async () => {
    expect(await log.read('no-such-topic')).toEqual([])
  })
})
