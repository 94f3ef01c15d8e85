import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/**
 * What turbo is told of what the user asked for; `kernel` stands for `@poe/kernel`.
 *
 * @param {import('./cli.mjs').Asked} asked
 */
export function turboArguments({ values: { filter = [], force }, rest }) {
  return [...filter.map(scoped), ...(force ? ['--force'] : []), ...rest]
}

/**
 * Whether some workspaces only are wanted.
 *
 * @param {readonly string[]} args
 */
export function isFiltered(args) {
  return args.some((arg) => arg.startsWith('--filter=') || arg.startsWith('-F'))
}

function scoped(filter) {
  const [, name, rest] = /^([a-z0-9-]+)(.*)$/.exec(filter) ?? []
  return name !== undefined && existsSync(join(root, 'packages', name))
    ? `--filter=@poe/${name}${rest}`
    : `--filter=${filter}`
}
