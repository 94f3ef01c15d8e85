import type { World } from './world.ts'

/** The signals that are watched; one that is raised while it waits to be told is told once, as in a kernel. */
export class Signals {
  readonly #world: World
  readonly #told: (name: string) => void
  readonly #watched = new Set<string>()
  readonly #waiting = new Set<string>()

  constructor(world: World, told: (name: string) => void) {
    this.#world = world
    this.#told = told
  }

  watch(name: string): void {
    this.#watched.add(name)
  }

  ignore(name: string): void {
    this.#watched.delete(name)
  }

  /** Answers whether anybody watches it. */
  raise(name: string): boolean {
    if (!this.#watched.has(name)) return false
    if (this.#waiting.has(name)) return true
    this.#waiting.add(name)
    this.#world.soon(() => this.#arrived(name))
    return true
  }

  #arrived(name: string): void {
    this.#waiting.delete(name)
    if (!this.#watched.has(name)) return
    this.#world.note(`signal ${name}`)
    this.#told(name)
  }
}
