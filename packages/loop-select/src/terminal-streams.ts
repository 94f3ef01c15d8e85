import process from 'node:process'
import type { Readable, Writable } from 'node:stream'

/** What the program reads from: a terminal, or anything that flows. */
export type TerminalInput = Readable & {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean
  /** Gives every key at once, without echo. */
  setRawMode?(raw: boolean): unknown
  /** Keeps the process from waiting for it. */
  unref?(): unknown
}

/** What it writes to. */
export type TerminalOutput = Writable & {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean
  /** Columns of the window. */
  readonly columns?: number
  /** Lines of the window. */
  readonly rows?: number
  /** Bits of a colour: 1, 4, 8 or 24. */
  getColorDepth?(): number
}

/** The streams a loop takes for its terminal. */
export interface TerminalStreams {
  /** Default: standard input. */
  readonly input?: TerminalInput
  /** Default: standard output. */
  readonly output?: TerminalOutput
}

/** The two streams of a terminal. Standard input and output are opened when they are first asked for. */
export class Streams {
  readonly #given: TerminalStreams

  constructor(given: TerminalStreams) {
    this.#given = given
  }

  get input(): TerminalInput {
    return this.#given.input ?? process.stdin
  }

  get output(): TerminalOutput {
    return this.#given.output ?? process.stdout
  }
}
