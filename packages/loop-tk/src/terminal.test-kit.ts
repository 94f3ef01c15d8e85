import { PassThrough } from 'node:stream'
import type { TkLoopOptions } from './index.ts'

type TerminalStreams = NonNullable<TkLoopOptions['terminal']>

/** The two streams of a terminal, without one. */
export class FakeTerminal {
  readonly input: NonNullable<TerminalStreams['input']> & PassThrough
  readonly output: NonNullable<TerminalStreams['output']> & PassThrough & { columns: number; rows: number }
  /** What its mode was set to, in order. */
  readonly modes: boolean[] = []
  #written = ''

  constructor() {
    const setRawMode = (raw: boolean): void => void this.modes.push(raw)
    this.input = Object.assign(new PassThrough(), { isTTY: true, setRawMode, unref: () => {} })
    this.output = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 10, getColorDepth: () => 8 })
    this.output.on('data', (octets: Buffer) => void (this.#written += octets.toString()))
  }

  get streams(): TerminalStreams {
    return { input: this.input, output: this.output }
  }

  type(text: string): void {
    this.input.write(text)
  }

  end(): void {
    this.input.end()
  }

  get written(): string {
    return this.#written
  }
}
