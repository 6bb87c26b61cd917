import { startLocalStack } from '@pinpipe/stack'
import { KinesisFake } from '../../src/kinesis-fake.ts'

/** Something that speaks Kinesis' protocol. */
export interface KinesisServer {
  readonly endpoint: string
  stop(): Promise<void>
}

/** What the conformance tests run over. */
export const servers = {
  'the fake': () => KinesisFake.start(),
  LocalStack: () => startLocalStack({ services: ['kinesis'] }),
} satisfies Record<string, () => Promise<KinesisServer>>

/** One of the servers' names. */
export type ServerName = keyof typeof servers
