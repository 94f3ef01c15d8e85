import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { runSource } from './run.mjs'

read(commands.site)
await runSource('tooling/site/src/site.ts', ['--conditions=@poe/source', '--import', 'tsx'])
