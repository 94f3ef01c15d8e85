import { PoeError, show } from '@poe/errors'
import { defaultKeymaps } from './default-keys.ts'
import type { EditFunction } from './editor.ts'
import { FUNCTIONS } from './functions.ts'
import { keyNames, keysOf, textOf } from './key-names.ts'
import { type Binding, type Keymap, keymapNamed } from './keymap.ts'

/** Which keys do what, and what there is to be done. */
export class Bindings {
  #maps = defaultKeymaps()
  readonly #own = new Map<string, EditFunction>()

  /** Back to what a wheel begins with; functions of the program stay. */
  reset(): void {
    this.#maps = defaultKeymaps()
  }

  /** @throws PoeError `ERR_POE_KEYMAP` */
  map(name: string): Keymap {
    return keymapNamed(this.#maps, name)
  }

  /** @param to - a function, the name of one, or keys in quotes */
  bind(map: Keymap, keys: string, to: string | EditFunction): void {
    const sequence = keysOf(keys)
    map.bind(sequence, this.#binding(to, sequence))
  }

  define(name: string, run: EditFunction): void {
    this.#own.set(name.toLowerCase(), run)
  }

  /** @throws PoeError `ERR_POE_FUNCTION` */
  functionNamed(name: string): EditFunction {
    const run = this.#own.get(name) ?? FUNCTIONS.get(name)
    if (run === undefined)
      throw new PoeError('ERR_POE_FUNCTION', `No function is called ${show(name)}; define it by addDefun() first.`)
    return run
  }

  #binding(to: string | EditFunction, sequence: string): Binding {
    if (typeof to === 'function') {
      const name = `function of ${keyNames(sequence)}`
      this.#own.set(name, to)
      return { run: name }
    }
    const macro = /^(["'])(.*)\1$/su.exec(to)
    if (macro !== null) return { keys: textOf(macro[2]!) }
    const run = to.toLowerCase()
    this.functionNamed(run)
    return { run }
  }
}

/** The function for keys that are not bound. */
export function unbound(map: Keymap, keys: string): string {
  if (keys >= ' ' && keys !== '\x7f' && [...keys].length === 1) return map.printable
  // Several keys, or one without a character, are nothing one could insert.
  return map.unbound === 'self-insert' && keys.length > 1 ? 'ding' : map.unbound
}

/** What keys are bound to, in words; `more` where they only begin what is. */
export function explain(map: Keymap, keys: string): string {
  const found = map.find(keys)
  if (found === 'more') return 'more'
  if (found !== undefined && 'keys' in found) return `"${keyNames(found.keys)}"`
  return found?.run ?? unbound(map, keys)
}
