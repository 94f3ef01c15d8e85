import { badOption } from '@poe/errors'
import type { ModuleCall, SpawnOptions } from '@poe/loop'
import type { ModuleFunction, Program } from './options.ts'

/** Characters that mean something to a shell; without any of them no shell is needed. */
const FOR_A_SHELL = /[$&*(){}[\]'";\\|?<>~`\n#!]|^\s*[A-Za-z_]\w*=|^\s*exec\s/

/** What a loop is to start. Arguments never come before a shell's eyes: they are its parameters. */
export function commandOf(program: Program, args: readonly unknown[]): Pick<SpawnOptions, 'command' | 'module'> {
  if (isModule(program)) return { module: callOf(program, args) }
  const more = args.map(String)
  if (typeof program !== 'string') return { command: [...program, ...more] }
  const text = program.trim()
  if (!FOR_A_SHELL.test(text)) return { command: [...(text.split(/\s+/) as [string]), ...more] }
  return { command: ['/bin/sh', '-c', more.length === 0 ? text : `${text} "$@"`, 'sh', ...more] }
}

function isModule(program: Program): program is ModuleFunction {
  return typeof program === 'object' && !Array.isArray(program)
}

function callOf({ module, export: name = 'default' }: ModuleFunction, args: readonly unknown[]): ModuleCall {
  return { url: typeof module === 'string' ? urlOf(module) : module.href, export: name, args }
}

/** What a module is called relative to something else would be another one in another process. */
function urlOf(module: string): string {
  if (/^[a-z][a-z+.-]+:/i.test(module)) return module
  if (module.startsWith('/')) return `file://${module.split('/').map(encodeURIComponent).join('/')}`
  throw badOption(
    'Run, option "program"',
    'module',
    module,
    `a URL, as new URL('./work.js', import.meta.url), or an absolute path`,
  )
}
