import { fn, restoreAllMocks, spyOn } from '@vitest/spy'

type Named = Record<string, unknown>

/** Values that were replaced, and how they were. */
class Stubs {
  readonly #of: () => Named
  readonly #former = new Map<string, PropertyDescriptor | undefined>()

  constructor(of: () => Named) {
    this.#of = of
  }

  stub(name: string, value: unknown): void {
    const of = this.#of()
    if (!this.#former.has(name)) this.#former.set(name, Object.getOwnPropertyDescriptor(of, name))
    if (value === undefined && of === process.env) delete of[name]
    else if (of === process.env) of[name] = value
    else Object.defineProperty(of, name, { value, writable: true, configurable: true, enumerable: true })
  }

  unstubAll(): void {
    const of = this.#of()
    for (const [name, former] of this.#former) {
      if (former === undefined) delete of[name]
      else if (of === process.env) of[name] = former.value
      else Object.defineProperty(of, name, former)
    }
    this.#former.clear()
  }
}

const env = new Stubs(() => process.env)
const globals = new Stubs(() => globalThis as unknown as Named)

/** The part of vitest's `vi` that needs nothing but the language. Modules cannot be reset or mocked here. */
export const vi = {
  fn,
  spyOn,
  restoreAllMocks,
  stubEnv: (name: string, value: string | undefined) => env.stub(name, value),
  unstubAllEnvs: () => env.unstubAll(),
  stubGlobal: (name: string, value: unknown) => globals.stub(name, value),
  unstubAllGlobals: () => globals.unstubAll(),
}
