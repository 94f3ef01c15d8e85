/** `npm run site [-- FOLDER]`: builds the site of the API and the guides, by default into `site/`. */
import { join } from 'node:path'
import { build, root } from './build.ts'
import { deadLinks } from './links.ts'

const out = process.argv[2] ?? join(root, 'site')
console.error(`Building the site into ${out} ...`)
const { warnings } = await build(out)
const dead = deadLinks(out)
for (const warning of warnings) console.error(warning)
for (const link of dead) console.error(`dead link: ${link}`)
console.error(`Open ${join(out, 'index.html')}.`)
process.exitCode = warnings.length + dead.length === 0 ? 0 : 1
