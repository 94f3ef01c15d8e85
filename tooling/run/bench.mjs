import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { runBuilt } from './run.mjs'

read(commands.bench)
await runBuilt('poe-bench', 'tooling/bench/run.mjs')
