import { isBuiltin } from 'node:module'
import { KINDS, type Kind } from './kinds.ts'

/** The longest name npm takes. */
const LONGEST = 214

const NEVER = new Set(['node_modules', 'favicon.ico'])

/**
 * Why a text is no name of a package, or undefined: small letters, digits, `-`, `_` and `.`, maybe behind a scope.
 */
export function problemWith(name: string): string | undefined {
  if (name === '') return 'The name is empty.'
  if (name.length > LONGEST) return `The name has ${name.length} characters; ${LONGEST} is the most.`
  if (!/^(@[a-z0-9-][a-z0-9-._]*\/)?[a-z0-9-][a-z0-9-._]*$/.test(name))
    return `"${name}" is no package name: small letters, digits and "-", maybe behind a scope, as in @me/filter-csv.`
  if (NEVER.has(name) || isBuiltin(name)) return `"${name}" is a name of Node's own; choose another one.`
  return undefined
}

/** The class and the file a name stands for: `@me/poe-filter-csv` is `CsvFilter`, in `csv-filter`. */
export function derived(name: string, kind: Kind): { readonly className: string; readonly file: string } {
  const { suffix } = KINDS[kind]
  const own = name.replace(/^.*\//, '')
  const words = own.split(/[^a-z0-9]+/).filter((word) => !['', 'poe', kind, suffix].includes(word))
  const all = [
    ...(words.length === 0 ? ['my', ...(suffix === '' ? [kind] : [])] : words),
    ...(suffix === '' ? [] : [suffix]),
  ]
  const className = all.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return { className: /^\d/.test(className) ? `N${className}` : className, file: all.join('-') }
}
