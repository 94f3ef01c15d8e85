import type { StreamHandle, Watchable } from './handles.ts'

/** A key, as the host decodes it: Node's names. */
export interface Key {
  /** The characters the terminal sent for it. */
  readonly sequence: string
  /** `up`, `return`, `f1`, `a`; undefined for a character that has no name but itself. */
  readonly name: string | undefined
  /** Whether Control was held. */
  readonly ctrl: boolean
  /** Alt, or Escape before it. */
  readonly meta: boolean
  /** Whether Shift was held, as far as the terminal tells. */
  readonly shift: boolean
}

/** A terminal in use. Closing it gives the terminal back as it was; the terminal itself stays open. */
export interface TerminalUse {
  /**
   * Raw: every key as it is pressed, and nothing is echoed. Without effect where there is no terminal. Undone by
   * `close()`, and when the process ends first.
   */
  setRaw(raw: boolean): void
  /** What is written where the handle is closed, or the process ends first: what gives the screen back. */
  restoreBy(text: string): void
}

/** The octets of a terminal, both ways. What is unread when it is closed waits for the next use. */
export interface TerminalHandle extends StreamHandle, TerminalUse {}

/** A terminal whose input is decoded into keys. What is unread when it is closed waits for the next use. */
export interface KeyHandle extends Watchable, TerminalUse, Pick<StreamHandle, 'write' | 'pending' | 'shutdown'> {
  /** The next key; null means none now: look at `state`. */
  read(): Key | null
}

/** How keys are decoded. */
export interface KeyOptions {
  /** Milliseconds after which an Escape that nothing follows is a key of its own. Default: 500. */
  readonly escapeTimeout?: number
}

/**
 * The terminal the program runs on: one use at a time, any number one after the other. Where input or output is no
 * terminal, it is a stream all the same.
 */
export interface TerminalService {
  /** Whether both input and output are a terminal. */
  readonly interactive: boolean
  /** What the environment calls it (`TERM`); empty where it says nothing. */
  readonly term: string
  /** Lines on the screen; 25 where that is not known. */
  readonly rows: number
  /** Characters on a line; 80 where that is not known. */
  readonly columns: number
  /** How many colours it can show: 2, 16, 256, or 2 to the power of 24. */
  readonly colors: number
  /** Calls back, from the host, when the size has changed, or the program goes on after it was stopped. */
  onResize(resized: () => void): Disposable
  /** Begins a use. @throws PoeError `ERR_POE_TERMINAL_TAKEN` while another one is on */
  open(): TerminalHandle
  /** Begins a use that reads keys. @throws PoeError `ERR_POE_TERMINAL_TAKEN` while another one is on */
  openKeys(options?: KeyOptions): KeyHandle
}
