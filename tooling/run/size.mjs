import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { runSource } from './run.mjs'

read(commands.size)
await runSource('tooling/browser/src/size.ts', ['--conditions=@poe/source', '--import', 'tsx'])
