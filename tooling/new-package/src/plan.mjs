import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { kinds } from './kinds.mjs'

/**
 * What to make, from the words of the command line.
 *
 * @param {string} root - the repository
 * @param {string[]} words
 * @param {string} [layer]
 * @returns {{ problem: string } | import('./kinds.mjs').Plan}
 */
export function plan(root, words, layer) {
  const name = words[0]?.replace(/^@poe\//, '')
  if (name === undefined || words.length > 1) return { problem: 'Give one name.' }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return { problem: `"${name}" is no package name: small letters and digits, words joined by "-", as in filter-foo.` }
  if (existsSync(join(root, 'packages', name))) return { problem: `packages/${name} exists already.` }
  const [prefix, ...rest] = name.split('-')
  const kind = rest.length > 0 ? kinds[prefix ?? ''] : undefined
  if (kind !== undefined && layer === undefined) return { name, ...kind, ...names(rest, kind.suffix) }
  return planByLayer(name, layer)
}

/**
 * @param {string} name
 * @param {string | undefined} layer
 */
function planByLayer(name, layer) {
  const number = Number(layer)
  if (layer === undefined || layer === '' || !(number >= 0 && number <= 6))
    return {
      problem: `"${name}" does not begin with ${Object.keys(kinds).join('-, ')}-; say its layer by --layer, 0 to 6.`,
    }
  const template = number < 1 ? 'contract' : 'plain'
  const dependencies = number < 1 ? [] : ['errors']
  return { name, template, layer: number, dependencies, kernel: number > 2, ...names(name.split('-'), '') }
}

/**
 * The name of the class, POE's way, and of the file that holds it.
 *
 * @param {string[]} words
 * @param {string} suffix
 */
function names(words, suffix) {
  const all = suffix === '' ? words : [...words, suffix]
  const className = all.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return { className: /^\d/.test(className) ? `N${className}` : className, file: all.join('-') }
}
