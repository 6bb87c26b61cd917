import type { ClusterReader } from '@pinpipe/kafka'
import type { FastifyInstance } from 'fastify'
import { resource } from '../resource.ts'

/** `/brokers`: the node ids of the brokers that are up. */
export function brokerRoutes(app: FastifyInstance, cluster: ClusterReader): void {
  resource(app, '/brokers', {
    GET: { handle: async () => ({ brokers: await cluster.brokerIds() }) },
  })
}
