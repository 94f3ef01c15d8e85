import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasProduction } from '../../build/production/build.ts'

export const root: string = fileURLToPath(new URL('../../..', import.meta.url))

/** The packages that have a production build. */
export const packages: readonly string[] = readdirSync(join(root, 'packages')).filter((name) =>
  hasProduction(join(root, 'packages', name)),
)

/** Packages without one that must not notice what they ride on. */
export const riders: readonly string[] = ['api-peek', 'nfa', 'wheel-readwrite']
