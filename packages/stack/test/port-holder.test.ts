import { expect, test } from '@jest/globals'
import { commandText, listeningInodes } from '../src/port-holder.ts'

// Fields as the kernel's documentation of /proc/net/tcp lists them; 0x2384 is 9092, 0A is LISTEN.
const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2384 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51001 1 0 100 0
   1: 0100007F:2384 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 51002 1 0 20 4
   2: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51003 1 0 100 0
`

test('only the socket that listens on the port counts, not a connection to it', () => {
  expect(listeningInodes(TABLE, 9092)).toEqual(['51001'])
  expect(listeningInodes(TABLE, 4566)).toEqual(['51003'])
  expect(listeningInodes(TABLE, 80)).toEqual([])
})

test('a process is told by its program and the end of its arguments, not by where Node lies', () => {
  expect(commandText('/usr/bin/redis-server\0--port\x006379\0')).toBe('redis-server --port 6379')
  const long = `/home/someone/${'versions/'.repeat(20)}bin/node\0/srv/${'a/'.repeat(60)}gateway/dist/main.js\0`
  expect(commandText(long)).toMatch(/^node …\S+\/gateway\/dist\/main\.js$/)
  expect(commandText(long)).toHaveLength(80)
})
