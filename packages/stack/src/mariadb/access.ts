/** How to reach a database. */
export interface DatabaseAccess {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** One server to run. */
export interface MariaDbSpec {
  /** Where a native one keeps its state. */
  readonly dir: string
  readonly access: DatabaseAccess
  readonly logFile: string
}

/** The server's arguments wherever it runs. */
export const SERVER_ARGS = [
  '--character-set-server=utf8mb4',
  '--skip-name-resolve',
  // Making its keys takes seconds at each start, for a server that only loopback reaches.
  '--skip-ssl',
  '--skip-log-bin',
  '--innodb-buffer-pool-size=256M',
  // A killed server loses nothing; only a crash of the whole host could lose the last second.
  '--innodb-flush-log-at-trx-commit=2',
  '--max-allowed-packet=64M',
]
