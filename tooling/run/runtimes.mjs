import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { runSource } from './run.mjs'

read(commands.runtimes)
await runSource('tooling/runtimes/src/main.ts', ['--import', 'tsx'])
