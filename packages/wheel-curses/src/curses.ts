import type { Untyped, Watch } from '@poe/kernel'
import type { Chunk, Key, KeyHandle, TerminalService } from '@poe/loop'
import { endOfInput, Wheel, type WheelContext, wheelError } from '@poe/wheel'
import termkit, { type ScreenBuffer, type Terminal } from 'terminal-kit'
import { type Canvas, canvasFor } from './canvas.ts'
import { forgetCovered } from './full-width.ts'
import { keystrokeOf } from './keystroke.ts'
import { DECIMAL, MouseReader, REPORTING, SILENT } from './mouse.ts'
import { type CursesEvents, type CursesOptions, checkCurses, checkEvents } from './options.ts'

/** The other screen, cleared; and back: plain, with a cursor. */
const BEGIN = '\x1b[?1049h\x1b[0m\x1b[2J\x1b[H'
const END = '\x1b[0m\x1b[?25h\x1b[?1049l'

/** Keys handled at a time, so that others have their turn. */
const BURST = 1024

/**
 * The whole screen of the terminal, and its keys: POE::Wheel::Curses.
 *
 * @typeParam M - the event map of the session
 */
export interface Curses<M = Untyped> extends Disposable {
  /** From 1, unique in a kernel. */
  readonly id: number
  /** Whether the wheel has ended. */
  readonly disposed: boolean
  /** What is to be seen, once {@link refresh} is called: terminal-kit's buffer of the whole screen. */
  readonly screen: ScreenBuffer
  /**
   * terminal-kit's terminal, for what it writes at once: colours, the cursor, text. It hears no keys: what it would do
   * with them (`inputField` and the like) waits for ever.
   */
  readonly terminal: Terminal
  /** Columns and rows of the terminal. */
  terminalSize(): readonly [columns: number, rows: number]
  /** Puts text on the screen, in line `y` and column `x`, from 0; the cursor goes behind it. */
  addstr(y: number, x: number, text: string, attributes?: ScreenBuffer.Attributes): void
  /** Puts the cursor into line `y` and column `x`, from 0. */
  move(y: number, x: number): void
  /** Makes all of the screen blank. */
  clear(): void
  /** Shows what has changed of the screen since the last time, and its cursor (curses: `refresh`). */
  refresh(): void
  /** Shows all of the screen, whatever was written on the terminal meanwhile (curses: `redrawwin`). */
  redraw(): void
  /** Rings the bell. */
  beep(): void
  /** Takes keys no more until {@link resumeInput}; they wait. */
  pauseInput(): void
  /** Ends {@link pauseInput}. */
  resumeInput(): void
  /** Changes the names of events. @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION` */
  event(names: { readonly [E in keyof CursesEvents<M>]?: CursesEvents<M>[E] | undefined }): void
  /** Ends the wheel, and gives the terminal back as it was. */
  dispose(): void
}

interface EventNames {
  inputEvent: string
  mouseEvent: string | undefined
  errorEvent: string | undefined
}

class CursesImpl extends Wheel implements Curses {
  readonly terminal: Terminal
  readonly screen: ScreenBuffer
  readonly #events: EventNames
  readonly #service: TerminalService
  readonly #keys: KeyHandle
  readonly #canvas: Canvas
  readonly #mouse: MouseReader | null
  readonly #watch: Watch
  readonly #resize: Disposable
  #writing: Watch | null = null
  #unwritten: Chunk[] = []

  constructor(ctx: WheelContext, options: CursesOptions) {
    super('Curses', ctx, () => checkCurses(options))
    const { inputEvent, mouseEvent, errorEvent, mouse } = options
    this.#events = { inputEvent, mouseEvent, errorEvent }
    this.#service = this.#owning(() => this.host.service('terminal'))
    this.#keys = this.#owning(() => this.#service.openKeys(keyOptions(options)))
    this.#mouse = mouse === undefined ? null : new MouseReader()
    this.#canvas = canvasFor(this.#service)
    this.terminal = this.#canvas.terminal
    this.#begin(mouse)
    this.screen = new termkit.ScreenBuffer({ dst: this.terminal })
    this.#resize = this.#service.onResize(() => this.#resized())
    this.#watch = this.host.watch(this.#keys, 'read', `${this.label} -> select read`, { ready: () => this.#ready() })
  }

  terminalSize(): readonly [columns: number, rows: number] {
    return [this.#service.columns, this.#service.rows]
  }

  addstr(y: number, x: number, text: string, attributes?: ScreenBuffer.Attributes): void {
    const place = attributes === undefined ? { x, y } : { x, y, attr: attributes }
    // All of them may be left out, whatever the declaration says.
    this.screen.put(place as ScreenBuffer.PutOptions, text)
  }

  move(y: number, x: number): void {
    this.screen.moveTo(x, y)
  }

  clear(): void {
    this.screen.clear()
    this.screen.moveTo(0, 0)
  }

  refresh(): void {
    forgetCovered(this.screen)
    this.screen.draw({ delta: true })
    this.screen.drawCursor()
  }

  redraw(): void {
    this.screen.draw({ delta: false })
    this.screen.drawCursor()
  }

  beep(): void {
    this.#write('\x07')
  }

  pauseInput(): void {
    this.#watch.pause()
  }

  resumeInput(): void {
    this.#watch.resume()
  }

  event(names: Partial<EventNames>): void {
    checkEvents(names)
    Object.assign(this.#events, names)
  }

  protected release(): void {
    this.#watch?.dispose()
    this.#resize?.[Symbol.dispose]()
    this.#flush()
    this.#writing?.dispose()
    this.#canvas?.giveBack()
    this.#keys?.close()
  }

  #owning<T>(open: () => T): T {
    try {
      return open()
    } catch (error) {
      this.dispose()
      throw error
    }
  }

  #begin(mouse: keyof typeof REPORTING | undefined): void {
    this.#keys.setRaw(true)
    this.#keys.restoreBy(mouse === undefined ? END : SILENT + END)
    this.#write(mouse === undefined ? BEGIN : BEGIN + REPORTING[mouse] + DECIMAL)
    this.#canvas.lend((text) => this.#write(text))
    this.#canvas.resize(this.#service.columns, this.#service.rows)
  }

  #ready(): void {
    for (let left = BURST; left > 0 && !this.disposed; left--) {
      const key = this.#keys.read()
      if (key === null) {
        if (this.#keys.state !== 'open') this.#over()
        return
      }
      this.#pressed(key)
    }
  }

  #pressed(key: Key): void {
    const report = this.#mouse?.take(key.sequence)
    const { inputEvent, mouseEvent } = this.#events
    if (report === undefined) this.host.deliver(inputEvent, keystrokeOf(key), this.id, key)
    else if (report !== null && mouseEvent !== undefined) this.host.deliver(mouseEvent, report, this.id)
  }

  /** Nobody will press a key any more. */
  #over(): void {
    const { error, state } = this.#keys
    const { errorEvent } = this.#events
    const told = state === 'failed' && error !== null ? wheelError('read', error, this.id) : endOfInput(this.id)
    this.dispose()
    if (errorEvent !== undefined) this.host.deliver(errorEvent, told)
  }

  /** From the host: no session is active. */
  #resized(): void {
    this.host.enter(`${this.label} -> resize`, () => {
      if (this.disposed) return
      const { columns: width, rows: height } = this.#service
      this.#canvas.resize(width, height)
      this.screen.resize({ x: 0, y: 0, width, height } as never)
      this.host.deliver(this.#events.inputEvent, 'KEY_RESIZE', this.id, undefined)
    })
  }

  #write(text: string): void {
    this.#unwritten.push(text)
    if (this.#writing === null) this.#flush()
  }

  #flush(): void {
    while (this.#unwritten.length > 0) {
      const left = this.#keys.write(this.#unwritten[0]!)
      if (left !== null) {
        this.#unwritten[0] = left
        this.#writing ??= this.host.watch(this.#keys, 'write', `${this.label} -> select write`, {
          ready: () => this.#flush(),
        })
        return
      }
      this.#unwritten.shift()
    }
    this.#writing?.dispose()
    this.#writing = null
  }
}

function keyOptions({ escapeTimeout }: CursesOptions): { readonly escapeTimeout?: number } {
  return escapeTimeout === undefined ? {} : { escapeTimeout }
}

/** How Curses wheels are made. */
export interface CursesClass {
  new <M>(ctx: WheelContext<M>, options: CursesOptions<M>): Curses<M>
}

/**
 * Makes a {@link Curses}: takes the terminal, and clears it.
 * @throws PoeError `ERR_POE_BAD_OPTION` and the like; `ERR_POE_NO_SESSION`; `ERR_POE_NO_SERVICE` on a loop without a
 * terminal; `ERR_POE_TERMINAL_TAKEN` while somebody else uses it
 */
export const Curses = CursesImpl as unknown as CursesClass
