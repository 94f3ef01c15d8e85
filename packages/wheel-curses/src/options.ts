import { check, checkOptions } from '@poe/errors'
import type { Accepting, Untyped } from '@poe/kernel'
import type { Key } from '@poe/loop'
import type { WheelError } from '@poe/wheel'
import type { MouseReport } from './mouse.ts'

/** The events of a Curses wheel: names of handlers that take what it sends. */
export interface CursesEvents<M> {
  /**
   * (keystroke, wheel id, key) for each key, in order. A keystroke is what curses calls it: the character itself, or the
   * name of a key that has none (`KEY_UP`, `KEY_F(1)`); with Alt, Escape and the character. `KEY_RESIZE`, without a key,
   * says that the terminal has become another size, and the screen with it.
   */
  readonly inputEvent: Accepting<M, [string, number, Key | undefined]>
  /** (report, wheel id) for what the mouse does; see `mouse`. */
  readonly mouseEvent?: Accepting<M, [MouseReport, number]>
  /** (error) at the end of input (errno 0), or when the terminal has failed. Without it the wheel just ends. */
  readonly errorEvent?: Accepting<M, [WheelError]>
}

/** How a Curses wheel is made: POE::Wheel::Curses. */
export interface CursesOptions<M = Untyped> extends CursesEvents<M> {
  /**
   * What of the mouse is reported: its buttons, these and movements while one is down, or all movements. With
   * `mouseEvent`. Default: nothing.
   */
  readonly mouse?: 'buttons' | 'drags' | 'movements'
  /** Milliseconds after which an Escape that nothing follows is a key of its own. Default: 500. */
  readonly escapeTimeout?: number
}

const EVENTS = { inputEvent: check.name, mouseEvent: check.name, errorEvent: check.name }

const CHECKS = {
  ...EVENTS,
  mouse: check.oneOf('buttons', 'drags', 'movements'),
  escapeTimeout: check.milliseconds,
}

/** Refuses options that are wrong. */
export function checkCurses(options: CursesOptions): void {
  checkOptions('Curses', options, CHECKS, options.mouse === undefined ? ['inputEvent'] : ['inputEvent', 'mouseEvent'])
}

/** Refuses names of events that are none. */
export function checkEvents(names: object): void {
  checkOptions('Curses.event()', names, EVENTS)
}
