import { createTableSql, kinds, tables } from '@pinpipe/schema'
import { createConnection } from 'mysql2/promise'
import type { MysqlAddress } from '../../src/mysql-rows.ts'

/** A text that every escape of JSON and SQL meets. */
const TEXT = 'Quotes "“\'\\ \n\t 🎄\u00a0'

/** The rows of one post, as the database takes them. */
const post = (n: number) => ({
  pin: [
    n,
    `id-${n}`,
    TEXT,
    '',
    'Mujer de 10 ',
    '12k',
    'a,b',
    'image',
    'src',
    1,
    '/data/art',
    'art',
  ],
  geo: [n, '2020-08-28 03:52:47', -89.9787 + n, n === 0 ? 0.000375174 : 179.303, "Cote d'Ivoire"],
  user: [n, 'Aaron', "O'Brien", 20 + n, '2017-10-18 06:45:02'],
})

/** The geo row on the wire that `loadTables` makes; FLOAT keeps 6 significant digits. */
export function geoOnTheWire(n: number): string {
  const latitude = Number((-89.9787 + n).toPrecision(6))
  const longitude = n === 0 ? '0.000375174' : '179.303'
  return `{"ind":${n},"timestamp":"2020-08-28T03:52:47","latitude":${latitude},"longitude":${longitude},"country":"Cote d'Ivoire"}`
}

/** The pin row on the wire. */
export function pinOnTheWire(n: number): string {
  return `{"index":${n},"unique_id":"id-${n}","title":${JSON.stringify(TEXT)},"description":"","poster_name":"Mujer de 10 ","follower_count":"12k","tag_list":"a,b","is_image_or_video":"image","image_src":"src","downloaded":1,"save_location":"/data/art","category":"art"}`
}

/** The user row on the wire. */
export function userOnTheWire(n: number): string {
  return `{"ind":${n},"first_name":"Aaron","last_name":"O'Brien","age":${20 + n},"date_joined":"2017-10-18T06:45:02"}`
}

/** A connection with what it takes, whatever else `address` holds. */
export const connect = ({ host, port, user, password, database }: MysqlAddress) =>
  createConnection({ host, port, user, password, database, charset: 'utf8mb4' })

/** Makes the source tables anew, with `rows` rows each. */
export async function loadTables(address: MysqlAddress, rows: number): Promise<void> {
  const connection = await connect(address)
  const posts = Array.from({ length: rows }, (_, n) => post(n))
  for (const kind of kinds) {
    const { name } = tables[kind]
    await connection.query(`DROP TABLE IF EXISTS \`${name}\``)
    await connection.query(createTableSql(tables[kind], { nullable: true }))
    await connection.query(`INSERT INTO \`${name}\` VALUES ?`, [posts.map((row) => row[kind])])
  }
  await connection.end()
}
