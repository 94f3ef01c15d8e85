import type { World } from './world.ts'

/** Who wants to know when a target is gone. */
export class Destroyed {
  readonly #world: World
  readonly #watchers = new Map<object, Set<() => void>>()

  constructor(world: World) {
    this.#world = world
  }

  /** Calls back once, when {@link destroy} is called for the target. */
  watch(target: object, destroyed: () => void): Disposable {
    const watchers = this.#watchers.get(target) ?? new Set()
    // A function of its own, for the same one may be given twice.
    const once = (): void => {
      if (watchers.delete(once)) destroyed()
    }
    this.#watchers.set(target, watchers.add(once))
    return { [Symbol.dispose]: () => void watchers.delete(once) }
  }

  /** The target is gone. */
  destroy(target: object): void {
    const watchers = this.#watchers.get(target)
    this.#watchers.delete(target)
    for (const once of watchers ?? []) this.#world.soon(once)
  }
}
