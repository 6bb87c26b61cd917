// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Kafka Connect's references look like templates
import { expect, test } from '@jest/globals'
import { resolveVariables } from '../../src/connector/variables.ts'

test("references to the environment are replaced, as Kafka Connect's provider does", () => {
  const given = { 'topics.regex': '${env:PIPELINE_ID}.*', 'flush.size': '1' }
  expect(resolveVariables(given, { PIPELINE_ID: '0a1b2c3d4e5f' })).toEqual({
    values: { 'topics.regex': '0a1b2c3d4e5f.*', 'flush.size': '1' },
    problems: [],
  })
})

test('a reference that nothing stands behind is named with its key', () => {
  expect(resolveVariables({ name: 'sink-${env:WHO}' }, {}).problems).toEqual([
    'name: ${env:WHO} names a variable that is not set',
  ])
})
