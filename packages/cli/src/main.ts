#!/usr/bin/env node
import { exitOnError } from '@pinpipe/runtime'
import { runCli } from './cli.ts'

await exitOnError(() => runCli(process.argv, process.env))
