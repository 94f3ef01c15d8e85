import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

/** What the user added for turbo, with `--filter kernel` meaning `--filter=@poe/kernel`. */
export function turboArguments(args) {
  const joined = args.join('\n').replace(/^(--filter|-F)\n/gm, '--filter=')
  return joined.split('\n').filter(Boolean).map(scoped)
}

/** Whether the user asked for some workspaces only. */
export function isFiltered(args) {
  return args.some((arg) => arg.startsWith('--filter='))
}

function scoped(arg) {
  const [, name, rest] = /^--filter=([a-z0-9-]+)(.*)$/.exec(arg) ?? []
  return name !== undefined && existsSync(join(root, 'packages', name)) ? `--filter=@poe/${name}${rest}` : arg
}
