import { PoeError, show } from '@poe/errors'

/** What keys are bound to: a function, by name, or other keys, as if they were pressed. */
export type Binding = { readonly run: string } | { readonly keys: string }

/** Names of keymaps; `vi` is `vi-command`. */
export type KeymapName = 'emacs' | 'vi-insert' | 'vi-command' | 'vi-specification' | 'isearch' | 'vi-search'

/** Which keys do what. */
export class Keymap {
  readonly name: KeymapName
  /** The function for keys that are not bound. */
  readonly unbound: string
  /** The function for characters that are not bound. */
  readonly printable: string
  readonly #bindings = new Map<string, Binding>()
  readonly #prefixes = new Set<string>()

  constructor(name: KeymapName, unbound: string, printable = unbound) {
    this.name = name
    this.unbound = unbound
    this.printable = printable
  }

  bind(keys: string, binding: Binding): void {
    this.#bindings.set(keys, binding)
    for (let length = 1; length < keys.length; length++) this.#prefixes.add(keys.slice(0, length))
  }

  /** What is bound to keys; `more` where they only begin what is. */
  find(keys: string): Binding | 'more' | undefined {
    return this.#bindings.get(keys) ?? (this.#prefixes.has(keys) ? 'more' : undefined)
  }

  /** All bindings, in the order of keys. */
  get bindings(): readonly (readonly [keys: string, binding: Binding])[] {
    return [...this.#bindings].sort(([one], [other]) => (one < other ? -1 : 1))
  }
}

/** @throws PoeError `ERR_POE_KEYMAP` for a name that no keymap has */
export function keymapNamed(maps: ReadonlyMap<string, Keymap>, name: string): Keymap {
  const map = maps.get(name.toLowerCase())
  if (map === undefined)
    throw new PoeError('ERR_POE_KEYMAP', `No keymap is called ${show(name)}; there are ${[...maps.keys()].join(', ')}.`)
  return map
}
