import { PoeError, show } from '@poe/errors'

const WORDS: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
}

/** The options of a machine, as a session has them: names in any case, words for true and false, undefined removes. */
export class MachineOptions {
  readonly #values = new Map<string, unknown>()

  get(name: string): unknown {
    return this.#values.get(name.toLowerCase())
  }

  /** Sets some; gives what they were. */
  set(given: unknown): Record<string, unknown> {
    if (typeof given !== 'object' || given === null)
      throw new PoeError('ERR_POE_OPTIONS', `option() takes a name, or an object of options, not ${show(given)}.`)
    const old: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(given)) {
      const name = key.toLowerCase()
      old[name] = this.#values.get(name)
      const meant = typeof value === 'string' ? (WORDS[value.toLowerCase()] ?? value) : value
      if (meant === undefined) this.#values.delete(name)
      else this.#values.set(name, meant)
    }
    return old
  }

  /** Whether an option is set, and not to what stands for no. */
  has(name: string): boolean {
    const value = this.#values.get(name)
    return value !== undefined && value !== false && value !== 0 && value !== null
  }
}
