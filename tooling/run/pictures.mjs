import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { runBuilt } from './run.mjs'

read(commands.pictures)
await runBuilt('poe-bench', 'tooling/bench/pictures.mjs')
