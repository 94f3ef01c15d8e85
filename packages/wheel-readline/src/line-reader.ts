import type { SessionHost, Watch } from '@poe/kernel'
import type { HandleError, KeyHandle, TerminalService } from '@poe/loop'
import type { View } from './display.ts'
import { Editor, type Outcome, type Shell } from './editor.ts'
import { InputrcLoader } from './inputrc-loader.ts'
import { Keyboard } from './keyboard.ts'
import { PutQueue } from './put-queue.ts'
import { Screen } from './screen.ts'
import { searchPrompt } from './searching.ts'
import { isOn } from './variables.ts'
import { Waits } from './waits.ts'
import { Writer } from './writer.ts'

const PASTE_ON = '\x1b[?2004h'
const PASTE_OFF = '\x1b[?2004l'

/** How a {@link LineReader} is made. */
export interface LineReaderOptions {
  readonly label: string
  readonly terminal: TerminalService
  readonly keys: KeyHandle
  readonly putMode: 'idle' | 'immediate' | 'after'
  readonly idleTime: number
  readonly appName: string
  readonly maxHistory: number
  readonly maxLength: number
  /** A line is over; called once for every `begin`. */
  readonly over: (outcome: Outcome) => void
  /** The terminal has failed. */
  readonly failed: (error: HandleError) => void
}

/** Reads lines from a terminal: brings keys, editor and screen together, and keeps the terminal's mode. */
export class LineReader implements Shell {
  readonly editor: Editor
  prompt = '>'
  readonly #host: SessionHost
  readonly #options: LineReaderOptions
  readonly #writer: Writer
  readonly #screen: Screen
  readonly #keyboard: Keyboard
  readonly #inputrc: InputrcLoader
  readonly #puts: PutQueue
  readonly #waits: Waits
  #watch: Watch | null = null
  #mask: string | undefined
  #reading = false
  /** Nobody will type any more. */
  #ended = false
  #disposed = false
  #atEnd = false

  constructor(host: SessionHost, options: LineReaderOptions) {
    const { label, terminal, keys, putMode: mode, idleTime, appName } = options
    this.#host = host
    this.#options = options
    this.editor = new Editor(this, options)
    this.#writer = new Writer(host, keys, label)
    this.#screen = new Screen(terminal, this.#writer)
    this.#keyboard = new Keyboard(keys, this.editor)
    this.#inputrc = new InputrcLoader(host, this.editor, appName)
    this.#puts = new PutQueue(host, label, { mode, idleTime, show: (lines) => this.print(lines) })
    this.#waits = new Waits(host, label, () => this.#goOn())
    this.reload()
  }

  get reading(): boolean {
    return this.#reading
  }

  /** Begins a line, unless one is being read. */
  begin(mask: string | undefined): void {
    if (this.#reading) return
    this.#reading = true
    this.#mask = mask
    this.editor.begin(mask !== undefined)
    this.#keyboard.reset()
    if (this.#ended) this.#finish({ exception: 'eot', raw: '' })
    else this.#open(mask !== undefined)
  }

  put(lines: readonly string[]): void {
    this.#puts.put(lines, this.#reading)
  }

  /** Shows the line as it is when the dispatch ends, once, however much has changed. */
  refresh(): void {
    if (this.#atEnd || !this.#reading) return
    this.#atEnd = true
    this.#host.atEnd(this)
  }

  atEnd(): void {
    this.#atEnd = false
    if (this.#reading) this.#screen.update(this.#view())
  }

  /** What was done may have ended the line; or is to be shown. */
  settle(): void {
    const { outcome } = this.editor
    if (outcome !== null && this.#reading) this.#finish(outcome)
    else this.refresh()
  }

  /** Lets go of the terminal, which is as it was then. */
  dispose(): void {
    this.#disposed = true
    this.#reading = false
    this.#watch?.dispose()
    this.#screen.leave()
    this.#puts.flush()
    this.#writer.flush()
    this.#writer.dispose()
    this.#options.keys.close()
  }

  // What the editor asks for.

  get columns(): number {
    return this.#options.terminal.columns
  }

  bell(): void {
    this.#screen.bell(String(this.editor.attribs['bell-style']))
  }

  print(lines: readonly string[]): void {
    this.#screen.print(lines)
    this.refresh()
  }

  clear(): void {
    this.#screen.clear()
    this.refresh()
  }

  redraw(): void {
    this.#screen.resize()
    this.refresh()
  }

  complete(word: string, start: number, use: (found: readonly string[]) => void): void {
    const find = this.editor.attribs.completionFunction
    const found = find === undefined ? [] : find(word, this.editor.line.text, start)
    if (found instanceof Promise) this.#wait(found, use)
    else use(found)
  }

  reload(): void {
    if (this.#inputrc.present) this.#wait(this.#inputrc.load(), () => {})
    else this.editor.settle()
  }

  describe(): string {
    const { keymap, line } = this.editor
    const place = `cursor ${line.cursor} of ${line.text.length}`
    return `${this.#options.label} ${place}, keymap ${keymap.name}, ${this.columns} columns`
  }

  homeOf(user: string): string | undefined {
    const { env } = this.#host.loop
    const home = this.editor.attribs.tildeFunction?.(user)
    return home ?? (user === '' || user === env?.USER ? env?.HOME : undefined)
  }

  #open(secret: boolean): void {
    const { keys, label } = this.#options
    // A terminal that can do nothing edits lines by itself, but it shows what is typed.
    if (!this.#screen.plain || secret) keys.setRaw(true)
    if (this.#screen.plain) this.#screen.prompt(this.prompt)
    this.#watch = this.#host.watch(keys, 'read', `${label} -> select read`, { ready: () => this.#ready() })
    if (this.#waits.busy) this.#watch.pause()
    else this.#listen()
  }

  /** Takes keys from now on. What is pasted comes marked, if the user has not said otherwise. */
  #listen(): void {
    this.#watch?.resume()
    if (this.#screen.plain || !this.#reading || !isOn(this.editor.attribs['enable-bracketed-paste'])) return
    this.#options.keys.restoreBy(PASTE_OFF)
    this.#writer.write(PASTE_ON)
  }

  #ready(): void {
    const drained = this.#keyboard.press(() => this.#takes())
    if (drained && this.#takes() && this.#options.keys.state !== 'open') this.#over()
    else this.settle()
    if (this.#reading) this.#puts.typed()
  }

  /** Whether another key may be pressed. */
  #takes(): boolean {
    return this.#reading && !this.#waits.busy && this.editor.outcome === null
  }

  #over(): void {
    this.#ended = true
    const { error, state } = this.#options.keys
    if (state === 'failed' && error !== null) this.#options.failed(error)
    if (this.#reading) this.#finish({ exception: 'eot', raw: '' })
  }

  #finish(outcome: Outcome): void {
    this.#reading = false
    this.#screen.finish(this.#view(), 'exception' in outcome ? outcome.raw : '', this.editor.secret)
    this.#giveTerminal()
    this.#watch?.dispose()
    this.#watch = null
    this.#puts.flush()
    if (this.editor.secret) this.editor.line.load('')
    this.#options.over(outcome)
  }

  #giveTerminal(): void {
    const { keys } = this.#options
    if (!this.#screen.plain) this.#writer.write(PASTE_OFF)
    keys.restoreBy('')
    keys.setRaw(false)
  }

  #view(): View {
    const { line, search, viSearch } = this.editor
    const viPrompt = viSearch?.direction === 1 ? '?' : '/'
    const prompt = search !== null ? searchPrompt(search) : viSearch === null ? this.prompt : viPrompt
    if (this.#mask === undefined) return { prompt, text: line.text, cursor: line.cursor }
    const left = this.#mask.repeat([...line.left].length)
    return { prompt, text: left + this.#mask.repeat([...line.right].length), cursor: left.length }
  }

  /** Takes no keys until a promise is settled. */
  #wait<T>(promise: Promise<T>, use: (value: T) => void): void {
    this.#watch?.pause()
    this.#waits.during(promise, (value) => {
      if (!this.#disposed) use(value)
    })
  }

  #goOn(): void {
    if (this.#disposed) return
    if (!this.#waits.busy) this.#listen()
    this.settle()
  }
}
