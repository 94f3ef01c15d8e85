import { constants } from 'node:os'
import process from 'node:process'
import type { Stage } from './stage.ts'

/** Those no program can catch. */
const UNCATCHABLE = new Set(['SIGKILL', 'SIGSTOP'])

/** The OS signals that are watched; one that comes while the loop does not run waits, once, as in a kernel. */
export class Signals {
  readonly #stage: Stage
  readonly #told: (name: string) => void
  readonly #watched = new Map<string, () => void>()
  readonly #waiting = new Set<string>()

  constructor(stage: Stage, told: (name: string) => void) {
    this.#stage = stage
    this.#told = told
  }

  /** Without effect for a name the host does not know, or that cannot be caught. */
  watch(name: string): void {
    const word = `SIG${name}`
    if (this.#watched.has(name) || !Object.hasOwn(constants.signals, word) || UNCATCHABLE.has(word)) return
    const arrived = (): void => this.#arrived(name)
    this.#watched.set(name, arrived)
    process.on(word, arrived)
  }

  /** The signal has the host's default effect again. */
  ignore(name: string): void {
    const arrived = this.#watched.get(name)
    if (arrived === undefined) return
    this.#watched.delete(name)
    process.off(`SIG${name}`, arrived)
  }

  #arrived(name: string): void {
    try {
      if (this.#stage.running) this.#told(name)
      else this.#park(name)
    } catch (error) {
      this.#stage.broke(error)
    }
  }

  #park(name: string): void {
    if (this.#waiting.has(name)) return
    this.#waiting.add(name)
    this.#stage.announceLater({ announce: () => this.#unpark(name) })
  }

  #unpark(name: string): void {
    this.#waiting.delete(name)
    if (this.#watched.has(name)) this.#told(name)
  }
}
