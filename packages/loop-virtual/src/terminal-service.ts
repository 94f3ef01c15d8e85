import { check, checkOptions, PoeError } from '@poe/errors'
import { handleError, type KeyHandle, type KeyOptions, type TerminalHandle, type TerminalService } from '@poe/loop'
import type { Waiting } from './stage.ts'
import { VirtualTerminalHandle } from './terminal-handle.ts'
import { VirtualKeyHandle } from './terminal-key-handle.ts'
import { LineDiscipline } from './terminal-line.ts'
import type { World } from './world.ts'

const ESCAPE_TIMEOUT = 500

const encoder = new TextEncoder()

/** What the simulated terminal is like. */
export interface VirtualTerminalOptions {
  /** Whether it is a terminal, and not input and output that were led elsewhere. Default: true. */
  readonly interactive?: boolean
  /** What the environment calls it. Default: `xterm-256color`. */
  readonly term?: string
  /** Lines on the screen. Default: 24. */
  readonly rows?: number
  /** Characters on a line. Default: 80. */
  readonly columns?: number
  /** How many colours it can show. Default: 256. */
  readonly colors?: number
}

const CHECKS = {
  interactive: check.flag,
  term: check.text,
  rows: check.integer(1),
  columns: check.integer(1),
  colors: check.integer(2),
}

const KEYS = { escapeTimeout: check.milliseconds }

/**
 * A simulated terminal: whoever tests a program types on it, and reads what the program has written. Not raw, it
 * echoes, takes back characters by Backspace, gives out whole lines, and makes C-c an INT signal.
 */
export class VirtualTerminal implements TerminalService {
  readonly interactive: boolean
  readonly term: string
  readonly colors: number
  readonly #world: World
  readonly #line: LineDiscipline
  readonly #interrupt: () => void
  readonly #watchers = new Set<Waiting>()
  readonly #decoder = new TextDecoder()
  #rows: number
  #columns: number
  #taken: VirtualTerminalHandle | null = null
  /** What nobody has read while there was no use, or in the last one. */
  #unread: Uint8Array[] = []
  #output = ''
  #end: ((handle: VirtualTerminalHandle) => void) | null = null

  /** @param interrupt - C-c was pressed while the terminal was not raw */
  constructor(world: World, options: VirtualTerminalOptions, interrupt: () => void) {
    checkOptions('VirtualLoop, option "terminal"', options, CHECKS)
    this.#world = world
    this.#interrupt = interrupt
    this.interactive = options.interactive ?? true
    this.term = options.term ?? 'xterm-256color'
    this.colors = options.colors ?? 256
    this.#rows = options.rows ?? 24
    this.#columns = options.columns ?? 80
    this.#line = new LineDiscipline(
      (text) => void (this.#output += text),
      (text) => this.#arrive(text),
    )
    this.#line.raw = !this.interactive
  }

  get rows(): number {
    return this.#rows
  }

  get columns(): number {
    return this.#columns
  }

  onResize(resized: () => void): Disposable {
    const watcher = { announce: () => void (this.#watchers.has(watcher) && resized()) }
    this.#watchers.add(watcher)
    return { [Symbol.dispose]: () => void this.#watchers.delete(watcher) }
  }

  open(): TerminalHandle {
    if (this.#taken !== null)
      throw new PoeError(
        'ERR_POE_TERMINAL_TAKEN',
        'The terminal of this VirtualLoop is in use already; dispose of the wheel, or close the handle, that has it.',
      )
    const handle = new VirtualTerminalHandle({
      world: this.#world,
      subject: this.#world.faults.subject('terminal'),
      show: (octets) => void (this.#output += this.#decoder.decode(octets, { stream: true })),
      setRaw: (raw) => {
        if (this.interactive) this.#line.raw = raw
      },
      closed: (unread) => {
        this.#taken = null
        this.#unread = [...unread]
      },
    })
    this.#taken = handle
    for (const octets of this.#unread.splice(0)) handle.arrived(octets)
    this.#end?.(handle)
    return handle
  }

  openKeys(options: KeyOptions = {}): KeyHandle {
    checkOptions('terminal.openKeys', options, KEYS)
    return new VirtualKeyHandle(this.#world, this.open(), options.escapeTimeout ?? ESCAPE_TIMEOUT)
  }

  // The rest is for whoever sits at the terminal.

  /** Whether keys reach the program as they are pressed. */
  get raw(): boolean {
    return this.interactive && this.#line.raw
  }

  /** Whether somebody uses it. */
  get taken(): boolean {
    return this.#taken !== null
  }

  /** All that was written on it, echoes included. */
  get output(): string {
    return this.#output
  }

  /** Presses keys, as fast as can be: the program gets them together, soon. */
  type(text: string): void {
    this.#world.after(0, () => {
      this.#world.note(`terminal: ${JSON.stringify(text)} is typed`)
      this.#line.type(text, this.#interrupt)
    })
  }

  /** Makes the window another size. */
  resize(rows: number, columns: number): void {
    checkOptions('VirtualTerminal.resize', { rows, columns }, { rows: CHECKS.rows, columns: CHECKS.columns })
    this.#rows = rows
    this.#columns = columns
    this.#world.note(`terminal: ${columns} by ${rows}`)
    for (const watcher of this.#watchers) this.#world.announceLater(watcher)
  }

  /** The input ends, soon. */
  end(): void {
    this.#finish((handle) => handle.ended())
  }

  /** The terminal fails, soon: `EIO` as where its window was closed. */
  fail(code = 'EIO'): void {
    this.#finish((handle) => handle.failed(handleError(code, 'read')))
  }

  #finish(end: (handle: VirtualTerminalHandle) => void): void {
    this.#world.after(0, () => {
      this.#end ??= end
      if (this.#taken !== null) this.#end(this.#taken)
    })
  }

  #arrive(text: string): void {
    if (text === '') this.end()
    else if (this.#taken !== null) this.#taken.arrived(encoder.encode(text))
    else this.#unread.push(encoder.encode(text))
  }
}
