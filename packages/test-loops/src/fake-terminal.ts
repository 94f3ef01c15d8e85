import { PassThrough } from 'node:stream'

/** What a terminal's input is to a program of Node. */
export type FakeInput = PassThrough & {
  /** It is one. */
  readonly isTTY: true
  /** Notes the mode. */
  setRawMode(raw: boolean): void
  /** Does nothing. */
  unref(): void
}

/** What a terminal's output is to a program of Node. */
export type FakeOutput = PassThrough & {
  /** It is one. */
  readonly isTTY: true
  /** Columns of its window. */
  columns: number
  /** Lines of its window. */
  rows: number
  /** 8: a terminal of 256 colours. */
  getColorDepth(): number
}

/** The two streams of a terminal, without one, and who sits at it. */
export class FakeTerminal {
  /** What the program reads. */
  readonly input: FakeInput
  /** What it writes. */
  readonly output: FakeOutput
  /** What its mode was set to, in order. */
  readonly modes: boolean[] = []
  #written = ''

  constructor() {
    const setRawMode = (raw: boolean): void => void this.modes.push(raw)
    this.input = Object.assign(new PassThrough(), { isTTY: true as const, setRawMode, unref: () => {} })
    this.output = Object.assign(new PassThrough(), {
      isTTY: true as const,
      columns: 40,
      rows: 10,
      getColorDepth: () => 8,
    })
    this.output.on('data', (octets: Buffer) => void (this.#written += octets.toString()))
  }

  /** Both, as a loop takes them. */
  get streams(): { readonly input: FakeInput; readonly output: FakeOutput } {
    return { input: this.input, output: this.output }
  }

  /** Presses keys. */
  type(text: string): void {
    this.input.write(text)
  }

  /** Ends the input. */
  end(): void {
    this.input.end()
  }

  /** All that was written on it. */
  get written(): string {
    return this.#written
  }

  /** Gives its window another size. */
  resize(columns: number, rows: number): void {
    Object.assign(this.output, { columns, rows })
    this.output.emit('resize')
  }
}
