// Locks the folder that it is given, says so, and waits to be killed.
import { lockFolder } from '../src/folder-lock.ts'

const release = lockFolder({ dir: process.argv[2] ?? '', setting: 'EXAMPLE_DIR' })
console.log('locked')
setInterval(() => release, 1_000_000)
