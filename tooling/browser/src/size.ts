/** Prints what kernel, sessions and the loop of a page weigh: `npm run size`. */
import { BUDGET, table, weigh } from './bundle-size.ts'

const { minified, packed, packages, files } = await weigh()
const whole = { name: `all (budget ${BUDGET})`, minified, packed }
console.log([table('package', [...packages, whole]), table('file', files)].join('\n\n'))
