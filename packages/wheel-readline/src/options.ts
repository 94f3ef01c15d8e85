import { check, checkOptions } from '@poe/errors'
import type { Accepting, Untyped } from '@poe/kernel'
import type { WheelError } from '@poe/wheel'

/** Why there is no line: C-g, C-c, or C-d on an empty line and the end of input. */
export type ReadLineException = 'cancel' | 'interrupt' | 'eot'

/** What the input event carries: a line, or why there is none, and the wheel's id. */
export type ReadLineInput = [line: string | undefined, exception: ReadLineException | undefined, wheelId: number]

/** The events of a ReadLine wheel: names of handlers that take what it sends. */
export interface ReadLineEvents<M> {
  /** (line, undefined, wheel id), or (undefined, exception, wheel id); once for every `get`. */
  readonly inputEvent: Accepting<M, ReadLineInput>
  /** (error) when the terminal has failed; the `eot` of the input event follows. */
  readonly errorEvent?: Accepting<M, [WheelError]>
}

/** How a ReadLine wheel is made: POE::Wheel::ReadLine. */
export interface ReadLineOptions<M = Untyped> extends ReadLineEvents<M> {
  /**
   * When `put` shows its lines while a line is being read: at once, once the user has not typed for `idleTime`, or
   * after the line. Default: `idle`.
   */
  readonly putMode?: 'idle' | 'immediate' | 'after'
  /** Milliseconds. Default: 2000. */
  readonly idleTime?: number
  /** What an inputrc's `$if` knows the program by. Default: `poe-readline`. */
  readonly appName?: string
  /** Lines of before that are kept; the latest stay. Default: 10,000. */
  readonly maxHistory?: number
  /** UTF-16 units a line may have; the bell rings for more. Default: 65,536. */
  readonly maxLength?: number
  /** Milliseconds after which an Escape that nothing follows is a key of its own. Default: 500. */
  readonly escapeTimeout?: number
}

/** How one line is read. */
export interface GetOptions {
  /**
   * For passwords: shown for each character; empty for nothing at all. The line goes into no kill ring, and neither
   * history nor completion is to be had. Default: the line itself is shown.
   */
  readonly mask?: string
}

const EVENTS = { inputEvent: check.name, errorEvent: check.name }

const CHECKS = {
  ...EVENTS,
  putMode: check.oneOf('idle', 'immediate', 'after'),
  idleTime: check.milliseconds,
  appName: check.name,
  maxHistory: check.integer(0),
  maxLength: check.integer(1),
  escapeTimeout: check.milliseconds,
}

/** Refuses options that are wrong. */
export function checkReadLine(options: ReadLineOptions): void {
  checkOptions('ReadLine', options, CHECKS, ['inputEvent'])
}

/** Refuses names of events that are none. */
export function checkEvents(names: object): void {
  checkOptions('ReadLine.event()', names, EVENTS)
}

/** Refuses what a prompt, or a mask, cannot be. */
export function checkGet(prompt: unknown, options: GetOptions): void {
  checkOptions('ReadLine.get()', { prompt, ...options }, { prompt: check.text, mask: check.text })
}
