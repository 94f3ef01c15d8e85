import { closeSync, constants, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PoeError } from '@poe/errors'
import type { Pty, Ptys } from '@poe/loop'

/** The part of node-pty that only the system's own calls can do: the rest is the loop's. */
interface Binary {
  open(columns: number, rows: number): { readonly master: number; readonly slave: number; readonly pty: string }
  resize(master: number, columns: number, rows: number): void
}

const require = createRequire(import.meta.url)

/** Runtimes on which the other end of a terminal cannot be read as it has to be, and why. */
const OTHERS = [
  ['bun', 'Bun, which ends them at once'],
  ['deno', 'Deno, whose descriptors are numbers of its own'],
] as const

let binary: Binary | undefined

/**
 * Opens pseudo-terminals, by the binary of `@lydell/node-pty`. Give it to a loop, as `new SelectLoop({ ptys })`: then
 * programs can be started on terminals. Nothing is loaded before the first one is opened.
 *
 * Where the system has no binary, opening throws a PoeError `ERR_POE_NO_PTY`.
 */
export const ptys: Ptys = {
  open(rows: number, columns: number): Pty {
    const { master: ours, slave, pty: path } = load().open(columns, rows)
    try {
      // The binary's own would be inherited by every program that is started.
      return { ours, theirs: openSync(path, constants.O_RDWR | constants.O_NOCTTY), path }
    } catch (error) {
      closeSync(ours)
      throw error
    } finally {
      closeSync(slave)
    }
  },
  resize(ours: number, rows: number, columns: number): void {
    load().resize(ours, columns, rows)
  },
}

function load(): Binary {
  binary ??= loadBinary()
  return binary
}

function loadBinary(): Binary {
  const other = OTHERS.find(([name]) => process.versions[name] !== undefined)
  if (other !== undefined)
    throw new PoeError('ERR_POE_NO_PTY', `@poe/pty has no pseudo-terminals on ${other[1]}; run the program on Node.`)
  try {
    const { requireBinary } = require('@lydell/node-pty/requireBinary.js')
    return checked(requireBinary('pty.node'))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new PoeError(
      'ERR_POE_NO_PTY',
      `@poe/pty has no pseudo-terminals on ${process.platform} ${process.arch}: ${why}`,
      { cause },
    )
  }
}

/** Windows has a binary too, but one that opens nothing. */
function checked(found: Partial<Binary>): Binary {
  if (typeof found.open !== 'function') throw new Error('the system has none that can be opened')
  return found as Binary
}
