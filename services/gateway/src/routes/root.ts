import type { FastifyInstance } from 'fastify'
import { resource } from '../resource.ts'

/** `/`: answers, and says nothing. */
export function rootRoutes(app: FastifyInstance): void {
  const nothing = { handle: () => ({}) }
  resource(app, '/', { GET: nothing, POST: nothing })
}
