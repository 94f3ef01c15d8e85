import type { HandleError, HandleState, Mode, Watchable } from '@poe/loop'
import { expect } from 'vitest'

let handles = 0

/** A handle that does what the test says, level-triggered, and fails on what nobody should ask of it. */
export class ScriptedHandle implements Watchable {
  readonly id = ++handles
  state: HandleState = 'open'
  readonly error: HandleError | null = null
  readonly readAhead = 0
  readonly asked: string[] = []
  readonly #watchers = new Map<Mode, () => void>()
  readonly #paused = new Set<Mode>()
  readonly #ready = new Set<Mode>()

  watch(mode: Mode, ready: () => void): void {
    this.asked.push(`watch ${mode}`)
    if (mode === 'expedite') throw new Error('no such mode')
    expect(this.#watchers.has(mode)).toBe(false)
    this.#watchers.set(mode, ready)
    this.#announceLater()
  }

  ignore(mode: Mode): void {
    this.asked.push(`ignore ${mode}`)
    expect(this.#watchers.delete(mode)).toBe(true)
    this.#paused.delete(mode)
  }

  pause(mode: Mode): void {
    this.asked.push(`pause ${mode}`)
    expect(this.#watchers.has(mode)).toBe(true)
    this.#paused.add(mode)
  }

  resume(mode: Mode): void {
    this.asked.push(`resume ${mode}`)
    expect(this.#watchers.has(mode)).toBe(true)
    this.#paused.delete(mode)
    this.#announceLater()
  }

  close(): void {
    this.state = 'closed'
    this.#watchers.clear()
  }

  /** Calls back in a microtask, before the loop's next turn, and again until it is taken. */
  becomeReady(mode: Mode): void {
    this.#ready.add(mode)
    this.#announceLater()
  }

  take(mode: Mode): void {
    this.#ready.delete(mode)
  }

  get watched(): Mode[] {
    return [...this.#watchers.keys()]
  }

  #announceLater(): void {
    if (this.#ready.size > 0) void this.#announce()
  }

  /** Behind everything of the turn under way, before the next one. */
  async #announce(): Promise<void> {
    for (let hops = 0; hops < 3; hops++) await null
    for (const mode of [...this.#ready])
      if (!this.#paused.has(mode)) {
        this.#ready.delete(mode)
        this.#watchers.get(mode)?.()
      }
  }
}
