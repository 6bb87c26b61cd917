import { setting } from '@pinpipe/runtime'
import { z } from 'zod'
import type { DatabaseConnection } from './load.ts'

/** Settings of the source database. */
export const databaseSettings = z.object({
  MYSQL_HOST: z.string().default('127.0.0.1').describe('Host of the source database'),
  MYSQL_PORT: setting.port(3306).describe('Port of the source database'),
  MYSQL_USER: z.string().default('pinpipe').describe('User who may create tables'),
  MYSQL_PASSWORD: z.string().default('').meta({ secret: true }).describe("The user's password"),
  MYSQL_DATABASE: z.string().default('pinterest_data').describe('Database of the source tables'),
})

/** The settings as a connection. */
export const databaseConnection = (
  settings: z.infer<typeof databaseSettings>,
): DatabaseConnection => ({
  host: settings.MYSQL_HOST,
  port: settings.MYSQL_PORT,
  user: settings.MYSQL_USER,
  password: settings.MYSQL_PASSWORD,
  database: settings.MYSQL_DATABASE,
})
