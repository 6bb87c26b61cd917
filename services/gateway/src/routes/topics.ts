import type { ClusterReader, PartitionInfo, TopicInfo } from '@pinpipe/kafka'
import type { FastifyInstance } from 'fastify'
import { RestError } from '../errors.ts'
import { type Method, resource } from '../resource.ts'
import { parsePartition } from './partition-param.ts'

/** `/topics` and what lies below it, but for producing. */
export function topicRoutes(
  app: FastifyInstance,
  cluster: ClusterReader,
  produce: { readonly toTopic: Method<TopicParams>; readonly toPartition: Method<PartitionParams> },
): void {
  resource(app, '/topics', { GET: { handle: () => cluster.topicNames() } })
  resource<TopicParams>(app, '/topics/:topic', {
    GET: { handle: ({ params }) => describeTopic(cluster, params.topic) },
    POST: produce.toTopic,
  })
  resource<TopicParams>(app, '/topics/:topic/partitions', {
    GET: {
      handle: async ({ params }) =>
        (await cluster.topic(params.topic)).partitions.map(renderPartition),
    },
  })
  resource<PartitionParams>(app, '/topics/:topic/partitions/:partition', {
    GET: {
      handle: async ({ params }) => {
        const partition = parsePartition(params.partition)
        return renderPartition(findPartition(await cluster.topic(params.topic), partition))
      },
    },
    POST: produce.toPartition,
  })
  resource<PartitionParams>(app, '/topics/:topic/partitions/:partition/offsets', {
    GET: {
      handle: async ({ params }) => {
        const range = await cluster.offsets(params.topic, parsePartition(params.partition))
        return { beginning_offset: range.beginning, end_offset: range.end }
      },
    },
  })
}

/** Parameters of a topic's path. */
export interface TopicParams {
  readonly topic: string
}

/** Parameters of a partition's path. */
export interface PartitionParams extends TopicParams {
  readonly partition: string
}

async function describeTopic(cluster: ClusterReader, name: string) {
  const { partitions } = await cluster.topic(name)
  const configs = await cluster.topicConfigs(name)
  return { name, configs, partitions: partitions.map(renderPartition) }
}

function findPartition({ partitions }: TopicInfo, wanted: number): PartitionInfo {
  const found = partitions.find(({ partition }) => partition === wanted)
  if (!found) throw new RestError('PARTITION_NOT_FOUND')
  return found
}

function renderPartition({ partition, leader, replicas, inSync }: PartitionInfo) {
  return {
    partition,
    leader,
    replicas: replicas.map((broker) => ({
      broker,
      leader: broker === leader,
      in_sync: inSync.includes(broker),
    })),
  }
}
