/** `npm run size`: what kernel, sessions and the loop of a page weigh. */
import { read, results } from '../../run/cli.mjs'
import { commands } from '../../run/commands.mjs'
import { BUDGET, table, weigh } from './bundle-size.ts'

const { values } = read(commands.size)
const weight = await weigh()
const { minified, packed, packages, files } = weight
const whole = { name: `all (budget ${BUDGET})`, minified, packed }
const { print, end } = results(values.json)
print([table('package', [...packages, whole]), table('file', files)].join('\n\n'))
end({ budget: BUDGET, ...weight })
