import { check, checkOptions, PoeError, show } from '@poe/errors'
import { type Foreign, ForeignLoop, type ForeignLoopOptions } from '@poe/foreign-loop'
import type { CommandHandler } from './commands.ts'
import { Destroyed } from './destroyed.ts'
import { Interpreter } from './interpreter.ts'
import { Notifier } from './notifier.ts'
import { openTcl, openTk, type Tcl, type Tk } from './tcl.ts'
import { quote } from './text.ts'

/** What a {@link TkLoop} takes: what a `SelectLoop` does, and where Tcl and Tk are. */
export interface TkLoopOptions extends ForeignLoopOptions {
  /** The file of Tcl's library. @defaultValue `libtcl8.6.so` */
  readonly tcl?: string
  /** The file of Tk's library. @defaultValue `libtk8.6.so` */
  readonly tk?: string
}

/** A window of Tk, for `kernel.signalUiDestroy()`. */
export interface TkWindow {
  /** Its path: `.` is the main window. */
  readonly path: string
}

const CHECKS = { tcl: check.name, tk: check.name, terminal: check.anything, ptys: check.anything }

/** Tcl has one notifier for the process. */
const notifiers = new Map<string, { readonly tcl: Tcl; readonly notifier: Notifier }>()

/**
 * Tcl/Tk's event loop as POE's (POE::Loop::Tk): while the kernel runs, the windows of Tk and whatever else a script waits for
 * are served, beside all that a `SelectLoop` has. Node on Linux only, in the main thread.
 *
 * The main window is there from the first {@link eval}, {@link call} or {@link command}.
 */
export class TkLoop extends ForeignLoop implements Disposable {
  readonly #tcl: Tcl
  readonly #tk: Tk
  readonly #notifier: Notifier
  readonly #destroyed: Destroyed
  readonly #fail: (error: unknown) => void
  #interpreter: Interpreter | null = null
  #isDisposed = false

  /**
   * @throws PoeError `ERR_POE_NO_LIBRARY` where Tcl or Tk is not installed, `ERR_POE_RUNTIME` where the host is not Node on
   * Linux, or a worker; and for options it cannot mean
   */
  constructor(options: TkLoopOptions = {}) {
    checkOptions('TkLoop', options, CHECKS)
    const { tcl: tclFile = 'libtcl8.6.so', tk: tkFile = 'libtk8.6.so', ...rest } = options
    const { tcl, notifier } = notifierOf(tclFile)
    const tk = openTk(tkFile)
    super(foreign(notifier), rest)
    this.#tcl = tcl
    this.#tk = tk
    this.#notifier = notifier
    this.#destroyed = new Destroyed(tk)
    this.#fail = this.guard((error) => {
      throw error
    }, undefined)
  }

  /**
   * Runs a script of Tcl, and gives its result. What it leaves to be done, as drawing, is done when the loop runs.
   *
   * @throws PoeError `ERR_POE_TCL` for an error of Tcl, whose cause is what a command in JavaScript threw, if it was that;
   * or where there is no display
   */
  eval(script: string): string {
    return this.#known().eval(script)
  }

  /** As {@link eval}, one command by its words, each of which Tcl takes as it is. */
  call(...words: (string | number)[]): string {
    return this.eval(words.map((word) => quote(String(word))).join(' '))
  }

  /**
   * Makes a command of Tcl that calls a function: the `-command` of a button, most often a postback. What the function throws
   * is an error of Tcl; one that no script catches and no {@link eval} throws ends the run. When the command is deleted, the
   * function is disposed of, if it can be.
   */
  command(name: string, handler: CommandHandler): Disposable {
    return this.#known().command(name, handler)
  }

  /** Calls back, from the host, once the window is gone. @throws PoeError `ERR_POE_WINDOW` for what is none */
  watchDestroyed(target: object, destroyed: () => void): Disposable {
    const { path } = target as Partial<TkWindow>
    const window = typeof path === 'string' ? this.#known().window(path) : null
    if (window === null)
      throw new PoeError(
        'ERR_POE_WINDOW',
        `watchDestroyed() needs { path }, that of a window of Tk, not ${show(target)}.`,
      )
    return this.#destroyed.watch(window, () => this.stage.announceLater({ announce: destroyed }))
  }

  /** Deletes the interpreter, its windows and its commands. */
  [Symbol.dispose](): void {
    this.#isDisposed = true
    this.#interpreter?.close()
    this.#interpreter = null
  }

  /** @throws PoeError `ERR_POE_TCL` */
  #known(): Interpreter {
    if (this.#isDisposed) throw new PoeError('ERR_POE_TCL', 'This TkLoop has been disposed of; make another.')
    this.#interpreter ??= new Interpreter(this.#tcl, this.#tk, this.#fail)
    this.#notifier.stir()
    return this.#interpreter
  }
}

function notifierOf(file: string): { readonly tcl: Tcl; readonly notifier: Notifier } {
  const known = notifiers.get(file)
  if (known !== undefined) return known
  const tcl = openTcl(file)
  const made = { tcl, notifier: new Notifier(tcl) }
  notifiers.set(file, made)
  return made
}

function foreign(notifier: Notifier): Foreign {
  return {
    name: 'tk',
    descriptors: notifier.descriptors,
    prepare: () => notifier.wait,
    serve: () => notifier.serve(),
  }
}
