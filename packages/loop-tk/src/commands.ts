import koffi from 'koffi'
import type { Tcl } from './tcl.ts'
import { fromTcl, toTcl } from './text.ts'

/** A command of Tcl in JavaScript: takes the words behind its name; what it gives is the command's result, as text. */
export type CommandHandler = (...words: string[]) => unknown

const COMMAND = koffi.pointer(koffi.proto('int', ['size_t', 'void *', 'int', 'void *']))
const DELETED = koffi.pointer(koffi.proto('void', ['size_t']))
const [OK, ERROR] = [0, 1] as const
const POINTER_SIZE = 8n
const strlen = koffi.load(null).func('strlen', 'size_t', ['void *'])

/** Commands of one interpreter: one callback for all of them, which is given the command's number. */
export class Commands {
  readonly #tcl: Tcl
  readonly #interp: bigint
  readonly #handlers = new Map<number, CommandHandler & Partial<Disposable>>()
  readonly #failed: (error: unknown) => void
  readonly #call: bigint
  readonly #deleted: bigint
  #ids = 0
  /** What a handler has thrown, until somebody asks: Tcl knows texts only. */
  #thrown: { readonly error: unknown; readonly message: string } | null = null

  /** @param failed - told what a handler throws when it is disposed of */
  constructor(tcl: Tcl, interp: bigint, failed: (error: unknown) => void) {
    this.#tcl = tcl
    this.#interp = interp
    this.#failed = failed
    this.#call = koffi.register(
      (id: number, _: bigint, count: number, words: bigint) => this.#run(id, wordsAt(words, count)),
      COMMAND,
    )
    this.#deleted = koffi.register((id: number) => this.#forget(id), DELETED)
  }

  /** Makes a command, in place of one of that name; it ends with its interpreter, or when it is disposed of. */
  add(name: string, handler: CommandHandler): Disposable {
    const id = ++this.#ids
    this.#handlers.set(id, handler)
    const token = this.#tcl.Tcl_CreateCommand(this.#interp, toTcl(name), this.#call, BigInt(id), this.#deleted)
    return {
      [Symbol.dispose]: () => {
        if (this.#handlers.has(id)) this.#tcl.Tcl_DeleteCommandFromToken(this.#interp, token)
      },
    }
  }

  /** What a handler threw with this message, once. */
  thrownAs(message: string): unknown {
    const thrown = this.#thrown
    this.#thrown = null
    return thrown?.message === message ? thrown.error : undefined
  }

  /** Once the interpreter is gone. */
  close(): void {
    setImmediate(() => {
      koffi.unregister(this.#call)
      koffi.unregister(this.#deleted)
    })
  }

  #run(id: number, [, ...words]: readonly string[]): number {
    try {
      const given = this.#handlers.get(id)?.(...words)
      this.#answer(String(given ?? ''))
      return OK
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#thrown = { error, message }
      this.#answer(message)
      return ERROR
    }
  }

  #forget(id: number): void {
    const handler = this.#handlers.get(id)
    this.#handlers.delete(id)
    try {
      handler?.[Symbol.dispose]?.()
    } catch (error) {
      this.#failed(error)
    }
  }

  #answer(text: string): void {
    const octets = toTcl(text)
    this.#tcl.Tcl_SetObjResult(this.#interp, this.#tcl.Tcl_NewStringObj(octets, octets.length - 1))
  }
}

function wordsAt(words: bigint, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const word = koffi.decode(words + BigInt(i) * POINTER_SIZE, 'void *') as bigint
    return fromTcl(word, Number(strlen(word)))
  })
}
