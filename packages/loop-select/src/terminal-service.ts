import process from 'node:process'
import { check, checkOptions, PoeError } from '@poe/errors'
import type { KeyHandle, KeyOptions, TerminalHandle, TerminalService } from '@poe/loop'
import type { Stage, Waiting } from './stage.ts'
import { NodeTerminalHandle } from './terminal-handle.ts'
import { NodeKeyHandle } from './terminal-key-handle.ts'
import { Streams, type TerminalStreams } from './terminal-streams.ts'

const ESCAPE_TIMEOUT = 500

const STREAMS = {
  input: check.having('a stream to read', 'on', 'pause', 'resume'),
  output: check.having('a stream to write', 'on', 'write'),
}

const KEYS = { escapeTimeout: check.milliseconds }

/** The terminal of the process, or of other streams of the host. */
export class SelectTerminal implements TerminalService {
  readonly #stage: Stage
  readonly #streams: Streams
  readonly #watchers = new Set<Waiting>()
  #taken: TerminalHandle | null = null
  /** What the last use has left unread. */
  #unread: readonly Uint8Array[] = []

  /** @throws PoeError for streams that are none */
  constructor(stage: Stage, streams: TerminalStreams) {
    checkOptions('SelectLoop, option "terminal"', streams, STREAMS)
    this.#stage = stage
    this.#streams = new Streams(streams)
  }

  get interactive(): boolean {
    return this.#streams.input.isTTY === true && this.#streams.output.isTTY === true
  }

  get term(): string {
    return process.env.TERM ?? ''
  }

  /** A terminal nobody has told its size says 0. */
  get rows(): number {
    return this.#streams.output.rows || 25
  }

  get columns(): number {
    return this.#streams.output.columns || 80
  }

  get colors(): number {
    return 2 ** (this.#streams.output.getColorDepth?.() ?? 1)
  }

  onResize(resized: () => void): Disposable {
    const watcher = { announce: () => void (this.#watchers.has(watcher) && resized()) }
    if (this.#watchers.size === 0) this.#streams.output.on('resize', this.#resized)
    this.#watchers.add(watcher)
    return {
      [Symbol.dispose]: () => {
        if (this.#watchers.delete(watcher) && this.#watchers.size === 0)
          this.#streams.output.off('resize', this.#resized)
      },
    }
  }

  open(): TerminalHandle {
    if (this.#taken !== null)
      throw new PoeError(
        'ERR_POE_TERMINAL_TAKEN',
        'The terminal of this SelectLoop is in use already; dispose of the wheel, or close the handle, that has it.',
      )
    this.#taken = new NodeTerminalHandle({
      stage: this.#stage,
      input: this.#streams.input,
      output: this.#streams.output,
      unread: this.#unread,
      closed: (unread) => {
        this.#taken = null
        this.#unread = unread
      },
      continued: this.#resized,
    })
    return this.#taken
  }

  openKeys(options: KeyOptions = {}): KeyHandle {
    checkOptions('terminal.openKeys', options, KEYS)
    return new NodeKeyHandle(this.#stage, this.open(), options.escapeTimeout ?? ESCAPE_TIMEOUT)
  }

  /** Each of those who watch is called by itself, from the host, while the loop runs. */
  readonly #resized = (): void => {
    for (const watcher of this.#watchers) this.#stage.announceLater(watcher)
  }
}
