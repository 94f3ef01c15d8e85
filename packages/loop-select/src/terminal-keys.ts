import { EventEmitter } from 'node:events'
import { emitKeypressEvents } from 'node:readline'
import type { Key } from '@poe/loop'

/** What the host tells of a key. */
interface Pressed {
  readonly sequence: string
  readonly name?: string
  readonly ctrl: boolean
  readonly meta: boolean
  readonly shift: boolean
}

/** Turns text into keys by the host's own decoding. */
export class HostKeys {
  readonly #stream = new EventEmitter()

  /** @param pressed - told of each key, inside `push` or when an Escape has waited for long enough */
  constructor(escapeTimeout: number, pressed: (key: Key) => void) {
    // The host takes anything that emits; it reads nothing else of the second argument.
    const timing = { escapeCodeTimeout: escapeTimeout }
    emitKeypressEvents(this.#stream as never, timing as never)
    this.#stream.on('keypress', (_text: string | undefined, key: Pressed) => pressed(keyOf(key)))
  }

  push(text: string): void {
    this.#stream.emit('data', text)
  }
}

function keyOf({ sequence, name, ctrl, meta, shift }: Pressed): Key {
  // For a sequence it does not know the host says the word.
  return { sequence, name: name === 'undefined' ? undefined : name, ctrl, meta, shift }
}
