import { read } from './cli.mjs'
import { commands } from './commands.mjs'
import { runBuilt, runSource } from './run.mjs'

const program = 'tooling/consumers/src/main.ts'
const { list } = read(commands.consumers).values

if (list) await runSource(program, ['--import', 'tsx'])
else await runBuilt('poe-consumers', program, ['--import', 'tsx'])
