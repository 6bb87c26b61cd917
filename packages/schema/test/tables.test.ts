import { describe, expect, it } from '@jest/globals'
import { kinds } from '../src/names.ts'
import { recordSchemas } from '../src/records.ts'
import { createTableSql, tables } from '../src/tables.ts'

describe('tables', () => {
  it('have the columns of the wire record, in its order', () => {
    for (const kind of kinds)
      expect(tables[kind].columns.map(({ name }) => name)).toEqual(
        Object.keys(recordSchemas[kind].shape),
      )
  })

  it('are keyed by their first column, the row number', () => {
    for (const kind of kinds) {
      expect(tables[kind].columns[0]).toEqual({ name: tables[kind].key, type: 'BIGINT' })
      expect(createTableSql(tables[kind])).toContain(`PRIMARY KEY (\`${tables[kind].key}\`)`)
    }
  })

  it('store coordinates as FLOAT and times as DATETIME', () => {
    const typeOf = (name: string) => tables.geo.columns.find((column) => column.name === name)?.type
    expect([typeOf('latitude'), typeOf('longitude'), typeOf('timestamp')]).toEqual([
      'FLOAT',
      'FLOAT',
      'DATETIME',
    ])
  })

  it('allow nulls in every column but the key when asked to', () => {
    const sql = createTableSql(tables.user, { nullable: true })
    expect(sql.match(/NOT NULL/g)).toHaveLength(1)
    expect(sql).toContain('`ind` BIGINT NOT NULL')
  })
})
