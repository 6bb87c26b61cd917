/** Where a broker listens, and where its data lies. */
export interface BrokerPlace {
  /** What its port is bound to; clients are told loopback. */
  readonly bind: string
  readonly port: number
  readonly controllerPort: number
  readonly dir: string
}

/** Where clients and the broker itself find it. */
export const BROKER_HOST = '127.0.0.1'

/**
 * The settings of one broker that is its own controller (KRaft). Topics are never made by use;
 * the internal topics have one replica, and groups form without waiting for more members.
 */
function brokerSettings({ bind, port, controllerPort, dir }: BrokerPlace) {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${BROKER_HOST}:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://${bind}:${port},CONTROLLER://${BROKER_HOST}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${BROKER_HOST}:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dir,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 5,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
  }
}

/** The settings as server.properties. */
export function serverProperties(place: BrokerPlace): string {
  return Object.entries(brokerSettings(place))
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

/** The settings as the variables that Kafka's image takes: `a.b` is KAFKA_A_B. */
export function brokerVariables(place: BrokerPlace): Record<string, string> {
  return Object.fromEntries(
    Object.entries(brokerSettings(place)).map(([key, value]) => [
      `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`,
      String(value),
    ]),
  )
}

/** Warnings and the broker's own life on standard output, which the stack keeps as its log file. */
export const LOG4J = `rootLogger.level=WARN
rootLogger.appenderRef.out.ref=out
logger.server.name=kafka.server.KafkaRaftServer
logger.server.level=INFO
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d{ISO8601} %p %c{1}: %m%n
`
