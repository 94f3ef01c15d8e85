/** `npm run api`: writes what each package has in public into docs/api, and tells how large it is. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { budgets, packages, reportFile, sizes } from './packages.ts'
import { report, undocumented } from './report.ts'
import { overBudget } from './sizes.ts'
import { surfaces } from './surface.ts'

const USAGE = `npm run api -- [options]
  --json FILE  writes sizes, and what is not documented, to a file`

const say = (line: string): void => void process.stderr.write(`${line}\n`)

try {
  await main(parseArgs({ options: { json: { type: 'string' } } }).values.json)
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 2
}

async function main(json: string | undefined): Promise<void> {
  say('Reading declarations ...')
  const all = surfaces(packages)
  const written = all.filter((surface) => put(reportFile(surface.name), report(surface)))
  forgetGone(new Set(all.map(({ name }) => reportFile(name))))
  say('Packing and bundling ...')
  const measured = await sizes()
  const width = Math.max(...all.map(({ name }) => name.length))
  console.log(`${''.padEnd(width)}  packed  bundled, octets`)
  for (const [name, { packed, bundled }] of measured)
    console.log(`${name.padEnd(width)}  ${String(packed).padStart(6)}  ${String(bundled).padStart(7)}`)
  const problems = [
    ...undocumented(all).map((name) => `not documented: ${name}`),
    ...[...measured].flatMap(([name, size]) => overBudget(name, size, budgets[name])),
  ]
  for (const line of [...written.map(({ name }) => `docs/api: ${name} has changed`), ...problems]) console.log(line)
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ sizes: Object.fromEntries(measured), problems }, null, 2)}\n`)
  process.exitCode = problems.length === 0 ? 0 : 1
}

/** Whether a file had to be written. */
function put(file: string, text: string): boolean {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return true
}

function forgetGone(known: ReadonlySet<string>): void {
  const folder = dirname(reportFile('x'))
  for (const name of readdirSync(folder)) if (!known.has(join(folder, name))) rmSync(join(folder, name))
}
