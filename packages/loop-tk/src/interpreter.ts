import { PoeError } from '@poe/errors'
import { type CommandHandler, Commands } from './commands.ts'
import type { Tcl, Tk } from './tcl.ts'
import { fromTcl, toTcl } from './text.ts'

const OK = 0
const EVAL_GLOBAL = 0x20000
const BACKGROUND = '::poe::background'

/** An interpreter of Tcl with a main window of Tk. */
export class Interpreter {
  readonly #tcl: Tcl
  readonly #tk: Tk
  readonly #interp: bigint
  readonly #commands: Commands

  /**
   * @param failed - told what a script threw that nobody waits for: the command of a button, a timer of Tcl
   * @throws PoeError `ERR_POE_TCL` where there is no display
   */
  constructor(tcl: Tcl, tk: Tk, failed: (error: unknown) => void) {
    this.#tcl = tcl
    this.#tk = tk
    this.#interp = tcl.Tcl_CreateInterp()
    this.#commands = new Commands(tcl, this.#interp, failed)
    this.#need(tcl.Tcl_Init(this.#interp))
    this.#need(tk.Tk_Init(this.#interp))
    this.eval('namespace eval ::poe {}')
    this.#commands.add(BACKGROUND, (message = '') => failed(this.#errorOf(message)))
    this.eval(`interp bgerror {} ${BACKGROUND}`)
  }

  /** The main window, null once it is gone. */
  get main(): bigint | null {
    return this.#tk.Tk_MainWindow(this.#interp)
  }

  /** @throws PoeError `ERR_POE_TCL` */
  eval(script: string): string {
    const octets = toTcl(script)
    const code = this.#tcl.Tcl_EvalEx(this.#interp, octets, octets.length - 1, EVAL_GLOBAL)
    const text = this.#result()
    if (code === OK) return text
    throw this.#errorOf(text)
  }

  command(name: string, handler: CommandHandler): Disposable {
    return this.#commands.add(name, handler)
  }

  /** The window of a path, null where there is none. */
  window(path: string): bigint | null {
    const { main } = this
    return main === null ? null : this.#tk.Tk_NameToWindow(this.#interp, toTcl(path), main)
  }

  close(): void {
    this.#tcl.Tcl_DeleteInterp(this.#interp)
    this.#commands.close()
  }

  #need(code: number): void {
    if (code === OK) return
    const text = this.#result()
    this.close()
    throw new PoeError('ERR_POE_TCL', `Tk cannot be used: ${text}.`)
  }

  #result(): string {
    const length = new Int32Array(1)
    const text = this.#tcl.Tcl_GetStringFromObj(this.#tcl.Tcl_GetObjResult(this.#interp), length)
    return fromTcl(text, length[0]!)
  }

  /** What a command in JavaScript threw is the cause of what Tcl says of it. */
  #errorOf(message: string): PoeError {
    const cause = this.#commands.thrownAs(message)
    return new PoeError('ERR_POE_TCL', `Tcl: ${message}`, cause === undefined ? {} : { cause })
  }
}
