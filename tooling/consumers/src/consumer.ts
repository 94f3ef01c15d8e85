import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { above, highest, type Installed, installed } from './installed.ts'
import type { Outside } from './outside.ts'

/** Somebody who uses some of the packages. */
export interface Consumer {
  /** How it is called in tables and on the command line. */
  readonly name: string
  /** What it belongs to. */
  readonly group: string
  /** The folder in fixtures/ it begins as. */
  readonly fixture?: string
  /** Makes ready what it begins with, in its folder. */
  readonly prepare?: (at: string, world: Outside) => void | Promise<void>
  /** Scripts of its package.json that must succeed, in order. */
  readonly scripts: readonly string[]
  /** What else must hold, after its scripts: what is wrong, if anything. */
  readonly check?: (at: string, world: Outside) => string[] | Promise<string[]>
  /** Another consumer whose package is published before. */
  readonly after?: readonly string[]
  /** Whether what it makes is published for others. */
  readonly publishes?: boolean
  /** Not part of `npm test`: what it fetches or does takes long. */
  readonly slow?: boolean
}

/** How a consumer fared. */
export interface Outcome {
  readonly consumer: string
  readonly group: string
  /** What was wrong; none: all is well. */
  readonly problems: readonly string[]
  /** What it was given; undefined where the install itself failed. */
  readonly installed: Installed | undefined
  readonly milliseconds: number
}

/** The most a consumer may get. */
export interface Budget {
  /** Thousands of octets on disk, without what is for development only. */
  readonly kilobytes: number
  /** Packages that are not POE's. */
  readonly others: number
}

/** Installs a consumer into an empty folder, runs its scripts, and looks at what came. */
export async function consume(
  consumer: Consumer,
  world: Outside,
  budgets: Readonly<Record<string, Budget>>,
): Promise<Outcome> {
  const started = Date.now()
  const at = world.place(consumer.name, consumer.fixture)
  const outcome = (problems: readonly string[], brought?: Installed): Outcome => ({
    consumer: consumer.name,
    group: consumer.group,
    problems,
    installed: brought,
    milliseconds: Date.now() - started,
  })
  try {
    await consumer.prepare?.(at, world)
    const { status, output } = await world.npm(at, 'install')
    if (status !== 0) return outcome([`npm install: ${output.trim()}`])
    const brought = installed(at)
    const found = [...judge(consumer.name, at, brought, world, budgets), ...(await use(consumer, at, world))]
    return outcome(found, brought)
  } catch (error) {
    return outcome([error instanceof Error ? (error.stack ?? error.message) : String(error)])
  }
}

async function use(consumer: Consumer, at: string, world: Outside): Promise<string[]> {
  for (const script of consumer.scripts) {
    const { status, output } = await world.npm(at, 'run', script)
    if (status !== 0) return [`npm run ${script}: ${output.trim()}`]
  }
  const problems = (await consumer.check?.(at, world)) ?? []
  if (problems.length > 0 || consumer.publishes !== true) return problems
  const { status, output } = await world.npm(at, 'publish', '--access', 'public')
  return status === 0 ? [] : [`npm publish: ${output.trim()}`]
}

function judge(
  name: string,
  at: string,
  { ours, others, octets }: Installed,
  { packages }: Outside,
  budgets: Readonly<Record<string, Budget>>,
): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'))
  const asked = Object.keys(dependencies)
  const strangers = asked.filter((one) => one.startsWith('@third/'))
  const limit = strangers.length > 0 ? 6 : highest(asked, packages)
  const budget = budgets[name]
  if (budget === undefined) return [`budgets.json has no "${name}"; it took ${kilobytes(octets)} kB`]
  const names = ours.map((one) => one.replace(/@[^@]*$/, ''))
  return [
    ...above(limit, ours, packages).map((one) => `${one} arrives, which is above layer ${limit}`),
    ...names.filter((one, i) => names.indexOf(one) !== i).map((one) => `${one} arrives twice`),
    ...(octets > budget.kilobytes * 1000
      ? [`takes ${kilobytes(octets)} kB, more than the ${budget.kilobytes} of budgets.json`]
      : []),
    ...(others.length > budget.others
      ? [`brings ${others.length} packages of others, not ${budget.others}: ${others.join(', ')}`]
      : []),
  ]
}

/** Thousands of octets, rounded up. */
export function kilobytes(octets: number): number {
  return Math.ceil(octets / 1000)
}
