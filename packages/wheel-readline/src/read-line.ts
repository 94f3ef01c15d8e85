import { check, checkOptions } from '@poe/errors'
import type { Untyped } from '@poe/kernel'
import type { TerminalService } from '@poe/loop'
import { Wheel, type WheelContext, wheelError } from '@poe/wheel'
import type { EditFunction, Outcome } from './editor.ts'
import { visible } from './graphemes.ts'
import { HistoryStore } from './history-store.ts'
import { LineReader } from './line-reader.ts'
import { checkEvents, checkGet, checkReadLine, type GetOptions, type ReadLineOptions } from './options.ts'
import type { BoundFunction, ReadLineClass, ReadLine as ReadLineWheel } from './types.ts'
import type { Attribs } from './variables.ts'

interface EventNames {
  inputEvent: string
  errorEvent: string | undefined
}

class ReadLineImpl extends Wheel implements ReadLineWheel {
  readonly #events: EventNames
  readonly #terminal: TerminalService
  readonly #reader: LineReader
  readonly #store: HistoryStore
  readonly #resize: Disposable

  constructor(ctx: WheelContext, options: ReadLineOptions) {
    super('ReadLine', ctx, () => checkReadLine(options))
    const { inputEvent, errorEvent } = options
    this.#events = { inputEvent, errorEvent }
    this.#terminal = this.#owning(() => this.host.service('terminal'))
    this.#reader = this.#owning(() => this.#open(options))
    this.#store = new HistoryStore(this.host, this.#reader.editor.history, this.label)
    this.#resize = this.#terminal.onResize(() => this.#resized())
  }

  get reading(): boolean {
    return this.#reader.reading
  }

  get text(): string {
    return this.#reader.editor.line.text
  }

  get cursor(): number {
    return this.#reader.editor.line.cursor
  }

  get(prompt?: string, options: GetOptions = {}): void {
    checkGet(prompt, options)
    if (this.disposed) return
    if (prompt !== undefined) this.#reader.prompt = prompt
    this.#reader.begin(options.mask)
    this.#reader.refresh()
  }

  put(...lines: string[]): void {
    if (!this.disposed) this.#reader.put(lines)
  }

  clear(): void {
    if (!this.disposed) this.#reader.clear()
  }

  terminalSize(): readonly [columns: number, rows: number] {
    return [this.#terminal.columns, this.#terminal.rows]
  }

  addHistory(...lines: string[]): void {
    this.#reader.editor.history.add(lines)
  }

  getHistory(): readonly string[] {
    return [...this.#reader.editor.history.lines]
  }

  writeHistory(file?: string): Promise<boolean> {
    return this.#store.write(file)
  }

  readHistory(file?: string, from = 0, to = -1): Promise<boolean> {
    return this.#store.read(file, from, to)
  }

  historyTruncateFile(file?: string, lines = 0): Promise<boolean> {
    return this.#store.truncate(file, lines)
  }

  bindKey(keys: string, to: string | BoundFunction, map?: string): void {
    const { bindings, keymap } = this.#reader.editor
    const run = typeof to === 'function' ? this.#bound(to) : to
    bindings.bind(map === undefined ? keymap : bindings.map(map), keys, run)
  }

  addDefun(name: string, run: BoundFunction, keys?: string): void {
    checkOptions(
      'ReadLine.addDefun()',
      { name, run, keys },
      { name: check.name, run: check.callable, keys: check.name },
    )
    this.#reader.editor.bindings.define(name, this.#bound(run))
    if (keys !== undefined) this.bindKey(keys, name)
  }

  attribs(): Attribs {
    return this.#reader.editor.attribs
  }

  option(name: string): string {
    const value = this.attribs()[name.toLowerCase()]
    return typeof value === 'string' ? value : ''
  }

  setText(text: string, cursor = text.length): void {
    const { editor } = this.#reader
    editor.edit(() => {
      editor.line.replace(0, editor.line.text.length, text)
      editor.line.cursor = cursor
    })
    this.#reader.refresh()
  }

  insertText(text: string): void {
    this.#reader.editor.paste(text)
    this.#reader.refresh()
  }

  run(name: string, count?: number): void {
    this.#reader.editor.run(name.toLowerCase(), '', count ?? null)
    this.#reader.settle()
  }

  event(names: Partial<EventNames>): void {
    checkEvents(names)
    Object.assign(this.#events, names)
  }

  /** Some of it is missing where the terminal could not be had. */
  protected release(): void {
    this.#resize?.[Symbol.dispose]()
    this.#reader?.dispose()
  }

  #owning<T>(open: () => T): T {
    try {
      return open()
    } catch (error) {
      this.dispose()
      throw error
    }
  }

  #open(options: ReadLineOptions): LineReader {
    const { putMode = 'idle', idleTime = 2000, appName = 'poe-readline' } = options
    const { maxHistory = 10_000, maxLength = 65_536, escapeTimeout = 500 } = options
    const keys = this.#terminal.openKeys({ escapeTimeout })
    return new LineReader(this.host, {
      ...{ label: this.label, terminal: this.#terminal, keys },
      ...{ putMode, idleTime, appName, maxHistory, maxLength },
      over: (outcome) => this.#tell(outcome),
      failed: (error) => {
        const { errorEvent } = this.#events
        if (errorEvent !== undefined) this.host.deliver(errorEvent, wheelError('read', error, this.id))
      },
    })
  }

  /** In the order of events, as POE does. */
  #tell(outcome: Outcome): void {
    const line = 'line' in outcome ? outcome.line : undefined
    const exception = 'line' in outcome ? undefined : outcome.exception
    this.host.post(`${this.label} -> input`, () => {
      if (!this.disposed) this.host.deliver(this.#events.inputEvent, line, exception, this.id)
    })
  }

  /** From the host: no session is active. */
  #resized(): void {
    this.host.enter(`${this.label} -> resize`, () => this.#reader.redraw())
  }

  #bound(run: BoundFunction): EditFunction {
    return (_editor, { raw }) => run(this, visible(raw), raw)
  }
}

/** What `new ReadLine(…)` makes. */
export type ReadLine<M = Untyped> = ReadLineWheel<M>

/**
 * Makes a {@link ReadLine}.
 * @throws PoeError `ERR_POE_BAD_OPTION` and the like; `ERR_POE_NO_SESSION`; `ERR_POE_NO_SERVICE` on a loop without a
 * terminal; `ERR_POE_TERMINAL_TAKEN` while somebody else uses it
 */
export const ReadLine = ReadLineImpl as unknown as ReadLineClass
