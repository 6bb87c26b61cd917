// A parent that starts every component, writes their process ids, if any, as one line of JSON, and waits to be killed.
import { startKafka } from '../../src/kafka/kafka.ts'
import { startLocalStack } from '../../src/localstack/localstack.ts'
import { startMariaDb } from '../../src/mariadb/mariadb.ts'

const components = await Promise.all([startKafka(), startMariaDb(), startLocalStack()])
console.log(JSON.stringify(components.flatMap(({ pid }) => pid ?? [])))
