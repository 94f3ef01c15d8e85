import type { Stage, Waiting } from './stage.ts'

/** What a {@link Level} watches over. */
export interface LevelSource {
  /** Whether there is something to call for now. */
  something(): boolean
  /** Somebody watches and there is nothing: see to it that `tell()` is called when there is. */
  expect(): void
}

/** Level-triggered readiness of one mode of a handle. */
export class Level implements Waiting {
  readonly #stage: Stage
  readonly #source: LevelSource
  #ready: (() => void) | null = null
  /** `#ready`, unless paused. */
  #active: (() => void) | null = null
  #announced = false

  constructor(stage: Stage, source: LevelSource) {
    this.#stage = stage
    this.#source = source
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
    this.#next()
  }

  announce(): void {
    this.#announced = false
    this.#look()
  }

  /** There may be something now. Called from the host. */
  tell(): void {
    try {
      this.#look()
    } catch (error) {
      this.#stage.broke(error)
    }
  }

  #look(): void {
    const ready = this.#active
    try {
      if (ready !== null && this.#stage.running && this.#source.something()) ready()
    } finally {
      this.#next()
    }
  }

  #next(): void {
    if (this.#active === null || this.#announced) return
    if (this.#source.something()) {
      this.#announced = true
      this.#stage.announceLater(this)
    } else this.#source.expect()
  }
}
