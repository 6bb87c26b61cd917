import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { KAFKA_IMAGE } from '../../src/kafka/container.ts'
import { LOCALSTACK_IMAGE } from '../../src/localstack/container.ts'
import { MARIADB_IMAGE } from '../../src/mariadb/container.ts'

const COMPOSE = readFileSync(new URL('../../../../docker-compose.yml', import.meta.url), 'utf8')

test.each([KAFKA_IMAGE, LOCALSTACK_IMAGE, MARIADB_IMAGE])(
  '%s is what compose runs too',
  (image) => {
    expect(COMPOSE).toContain(`image: ${image}\n`)
  },
)
