#!/usr/bin/env node
import { exitOnError } from '@pinpipe/runtime'
import { runBench } from './cli.ts'

await exitOnError(() => runBench(process.argv, process.env))
