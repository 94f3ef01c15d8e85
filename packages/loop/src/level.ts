import type { Announced, HandleStage } from './stage.ts'

/** Level-triggered readiness of one mode of a handle: whoever watches is called again while there is something. */
export class Level implements Announced {
  readonly #stage: Pick<HandleStage, 'announceLater'>
  readonly #something: () => boolean
  #ready: (() => void) | null = null
  /** `#ready`, unless paused. */
  #active: (() => void) | null = null
  #announced = false

  /** @param something - whether there is something to call for now */
  constructor(stage: Pick<HandleStage, 'announceLater'>, something: () => boolean) {
    this.#stage = stage
    this.#something = something
  }

  /** How it is watched, for a report. */
  get watched(): 'watched' | 'paused' | 'unwatched' {
    return this.#active !== null ? 'watched' : this.#ready !== null ? 'paused' : 'unwatched'
  }

  /** Whom to call while there is something; replaces the former, and is not paused. */
  watch(ready: () => void): void {
    this.#ready = ready
    this.resume()
  }

  /** Forgets who watched. */
  ignore(): void {
    this.#ready = null
    this.#active = null
  }

  /** Calls nobody until {@link resume}. */
  pause(): void {
    this.#active = null
  }

  /** Ends {@link pause}. */
  resume(): void {
    this.#active = this.#ready
    this.tell()
  }

  /** There may be something now: who watches is called soon, never inside. */
  tell(): void {
    if (this.#active === null || this.#announced || !this.#something()) return
    this.#announced = true
    this.#stage.announceLater(this)
  }

  /** Called by the stage. */
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
