import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { runBuilt } from './run.mjs'

read(commands.api)
await runBuilt('poe-api', 'tooling/api/src/main.ts', ['--import', 'tsx'])
