import type { Waiting } from './stage.ts'
import type { World } from './world.ts'

/** Level-triggered readiness of one mode of a handle: whoever watches is called again while there is something. */
export class Level implements Waiting {
  readonly #world: World
  readonly #something: () => boolean
  #ready: (() => void) | null = null
  /** `#ready`, unless paused. */
  #active: (() => void) | null = null
  #announced = false

  /** @param something - whether there is something to call for now */
  constructor(world: World, something: () => boolean) {
    this.#world = world
    this.#something = something
  }

  /** How it is watched, for a report. */
  get watched(): 'watched' | 'paused' | 'unwatched' {
    return this.#active !== null ? 'watched' : this.#ready !== null ? 'paused' : 'unwatched'
  }

  watch(ready: () => void): void {
    this.#ready = ready
    this.resume()
  }

  ignore(): void {
    this.#ready = null
    this.#active = null
  }

  pause(): void {
    this.#active = null
  }

  resume(): void {
    this.#active = this.#ready
    this.tell()
  }

  /** There may be something now: who watches is called soon, never inside. */
  tell(): void {
    if (this.#active === null || this.#announced || !this.#something()) return
    this.#announced = true
    this.#world.announceLater(this)
  }

  announce(): void {
    this.#announced = false
    const ready = this.#active
    try {
      if (ready !== null && this.#something()) ready()
    } finally {
      this.tell()
    }
  }
}
