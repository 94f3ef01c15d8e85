import type { ReferenceLoop } from './reference-loop.test-kit.ts'

/** Level-triggered readiness: repeated while there is something. */
export class ReferenceLevel {
  readonly #loop: ReferenceLoop
  readonly #something: () => boolean
  #ready: (() => void) | null = null
  #paused = false
  #announced = false

  constructor(loop: ReferenceLoop, something: () => boolean) {
    this.#loop = loop
    this.#something = something
  }

  watch(ready: (() => void) | null): void {
    this.#ready = ready
    this.#paused = false
    this.tell()
  }

  pause(paused: boolean): void {
    this.#paused = paused
    this.tell()
  }

  /** There may be something now. */
  tell(): void {
    if (this.#announced || !this.#wanted()) return
    this.#announced = true
    this.#loop.later(() => {
      this.#announced = false
      try {
        if (this.#wanted()) this.#ready?.()
      } finally {
        this.tell()
      }
    })
  }

  #wanted(): boolean {
    return this.#ready !== null && !this.#paused && this.#something()
  }
}
