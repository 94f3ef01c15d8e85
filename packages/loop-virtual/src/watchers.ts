import type { World } from './world.ts'

/** Who watches which path. */
export class Watchers {
  readonly #world: World
  readonly #byPath = new Map<string, Set<() => void>>()

  constructor(world: World) {
    this.#world = world
  }

  /** Calls back after changes: once for those that came before the call. */
  add(path: string, changed: () => void): Disposable {
    let announced = false
    let over = false
    const call = (): void => {
      announced = false
      if (!over) changed()
    }
    const notify = (): void => {
      if (announced) return
      announced = true
      this.#world.soon(call)
    }
    const watchers = this.#byPath.get(path) ?? new Set()
    this.#byPath.set(path, watchers.add(notify))
    return {
      [Symbol.dispose]: () => {
        over = true
        watchers.delete(notify)
        if (watchers.size === 0) this.#byPath.delete(path)
      },
    }
  }

  tell(path: string): void {
    for (const notify of this.#byPath.get(path) ?? []) notify()
  }
}
