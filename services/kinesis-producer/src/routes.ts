import { kinds, streamName, topicName } from '@pinpipe/schema'
import type { Config } from './config.ts'
import { type KeyRule, parseKeyRule } from './partition-key.ts'

/** Where the records of a topic go. */
export interface Route {
  readonly topic: string
  readonly stream: string
  readonly rule: KeyRule
}

/** The settings that say it. */
export type RouteSettings = Pick<
  Config,
  | 'PIPELINE_ID'
  | 'KINESIS_PRODUCER_STREAMS'
  | 'KINESIS_PRODUCER_KEYS'
  | 'KINESIS_PRODUCER_ALLOW_CONSTANT_KEY'
>

const DEFAULT_FIELDS = { pin: 'index', geo: 'ind', user: 'ind' } as const
/** Kinesis' own rule for the name of a stream. */
const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/
const STREAMS = 'KINESIS_PRODUCER_STREAMS'
const KEYS = 'KINESIS_PRODUCER_KEYS'

/** Reads topics, streams and key rules; `problems` names each that is not usable. */
export function readRoutes(settings: RouteSettings): { routes: Route[]; problems: string[] } {
  const problems: string[] = []
  const streams = readStreams(settings, problems)
  const rules = readRules(settings, problems)
  for (const stream of rules.keys())
    if (![...streams.values()].includes(stream))
      problems.push(`${KEYS}: ${stream} is the stream of no topic`)
  const fallback = defaultRules(settings.PIPELINE_ID)
  const routes = [...streams].map(([topic, stream]) => ({
    topic,
    stream,
    rule: rules.get(stream) ?? fallback.get(stream) ?? ({ from: 'key' } as const),
  }))
  return { routes, problems }
}

function readStreams(settings: RouteSettings, problems: string[]): Map<string, string> {
  const id = settings.PIPELINE_ID
  const given = settings.KINESIS_PRODUCER_STREAMS
  if (given.length === 0)
    return new Map(kinds.map((kind) => [topicName(id, kind), streamName(id, kind)]))
  const streams = new Map<string, string>()
  for (const pair of given) {
    const [topic, stream] = cut(pair)
    if (!topic || !STREAM_NAME.test(stream))
      problems.push(`${STREAMS}: "${pair}" is not topic=stream`)
    else if (streams.has(topic)) problems.push(`${STREAMS}: ${topic} is named twice`)
    else streams.set(topic, stream)
  }
  return streams
}

function readRules(settings: RouteSettings, problems: string[]): Map<string, KeyRule> {
  const rules = new Map<string, KeyRule>()
  for (const pair of settings.KINESIS_PRODUCER_KEYS) {
    const [stream, text] = cut(pair)
    const rule = parseKeyRule(text)
    if (rule?.from === 'constant' && !settings.KINESIS_PRODUCER_ALLOW_CONSTANT_KEY)
      problems.push(
        `${KEYS}: "${pair}" puts all records of ${stream} on one shard, which takes 1,000 records/s and 1 MB/s however many shards there are; take a field, key or hash, or set KINESIS_PRODUCER_ALLOW_CONSTANT_KEY=true`,
      )
    else if (!stream || !rule)
      problems.push(
        `${KEYS}: "${pair}" is not stream=field:<name>, =key, =hash or =constant:<text>`,
      )
    else if (rules.has(stream)) problems.push(`${KEYS}: ${stream} is named twice`)
    else rules.set(stream, rule)
  }
  return rules
}

const defaultRules = (id: string): Map<string, KeyRule> =>
  new Map(
    kinds.map((kind) => [streamName(id, kind), { from: 'field', name: DEFAULT_FIELDS[kind] }]),
  )

/** Cuts at the first equals sign; topics and streams have none in their names. */
function cut(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at === -1 ? [pair, ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
}
