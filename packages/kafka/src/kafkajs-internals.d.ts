// The parts of kafkajs 2.2.4 below its public surface that this package builds on: broker connections
// (TCP, TLS, SASL, correlation) and the encoders of three requests. kafkajs is pinned and patched, so
// these paths cannot move by themselves.

declare module 'kafkajs/src/broker/index.js' {
  import type { Connection } from 'kafkajs/src/network/connection.js'

  /** One broker; `connect` is safe to call at any time and authenticates where needed. */
  export default class Broker {
    constructor(options: { connectionPool: ConnectionPool; logger: unknown })
    readonly connectionPool: ConnectionPool
    isConnected(): boolean
    connect(): Promise<void>
    disconnect(): Promise<void>
  }
  export interface ConnectionPool {
    getConnection(): Promise<Connection>
    send<T>(protocol: { request: unknown; response: ResponseCodec<T> }): Promise<T>
  }
  export interface ResponseCodec<T> {
    decode(data: Buffer): Promise<T>
    parse(decoded: T): Promise<T>
  }
}

declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net'

  /** One TCP connection to a broker. */
  export interface Connection {
    readonly socket: Socket
    readonly requestQueue: RequestQueue
    isConnected(): boolean
    authenticate(): Promise<void>
    nextCorrelationId(): number
  }
  export interface RequestQueue {
    push(request: {
      entry: {
        apiKey: number
        apiName: string
        apiVersion: number
        correlationId: number
        resolve: (response: { payload: Buffer }) => void
        reject: (error: Error) => void
      }
      expectResponse: boolean
      requestTimeout: number
      /** Called when the request leaves the queue: from then on it may have reached the broker. */
      sendRequest: () => void
    }): void
    maybeThrottle(ms: number | null): void
  }
}

declare module 'kafkajs/src/cluster/connectionPoolBuilder.js' {
  import type { ConnectionPool } from 'kafkajs/src/broker/index.js'

  export default function connectionPoolBuilder(options: object): {
    build(destination: { host: string; port: number }): Promise<ConnectionPool>
  }
}

declare module 'kafkajs/src/network/socketFactory.js' {
  export default function createSocketFactory(): unknown
}

declare module 'kafkajs/src/loggers/index.js' {
  export function createLogger(options: { level: number; logCreator: unknown }): unknown
}

declare module 'kafkajs/src/protocol/error.js' {
  import type { KafkaJSProtocolError } from 'kafkajs'

  export function createErrorFromCode(code: number): KafkaJSProtocolError
}

declare module 'kafkajs/src/protocol/requests/produce/v7/response.js' {
  export function decode(data: Buffer): Promise<{
    topics: {
      topicName: string
      partitions: { partition: number; errorCode: number; baseOffset: string }[]
    }[]
    clientSideThrottleTime: number
  }>
}

declare module 'kafkajs/src/protocol/requests/metadata/v6/request.js' {
  export default function request(options: {
    /** Empty: every topic. */
    topics: readonly string[]
    allowAutoTopicCreation: boolean
  }): unknown
}

declare module 'kafkajs/src/protocol/requests/metadata/v6/response.js' {
  export function decode(data: Buffer): Promise<{
    brokers: { nodeId: number; host: string; port: number }[]
    topicMetadata: {
      topicErrorCode: number
      topic: string
      isInternal: boolean
      partitionMetadata: {
        partitionErrorCode: number
        partitionId: number
        leader: number
        replicas: number[]
        isr: number[]
      }[]
    }[]
  }>
}

declare module 'kafkajs/src/protocol/requests/listOffsets/v3/request.js' {
  export default function request(options: {
    replicaId: number
    isolationLevel: number
    topics: { topic: string; partitions: { partition: number; timestamp: number }[] }[]
  }): unknown
}

declare module 'kafkajs/src/protocol/requests/listOffsets/v3/response.js' {
  export function decode(data: Buffer): Promise<{
    responses: {
      topic: string
      partitions: { partition: number; errorCode: number; offset: string }[]
    }[]
  }>
}

declare module 'kafkajs/src/protocol/requests/describeConfigs/v1/request.js' {
  export default function request(options: {
    resources: { type: number; name: string; configNames?: string[] }[]
  }): unknown
}

declare module 'kafkajs/src/protocol/requests/describeConfigs/v1/response.js' {
  export function decode(data: Buffer): Promise<{
    resources: {
      errorCode: number
      configEntries: { configName: string; configValue: string | null; isSensitive: boolean }[]
    }[]
  }>
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  /** The queue that the patch changes; only its test builds one. */
  export default class RequestQueue {
    constructor(options: object)
  }
}
