import type { TerminalService } from '@poe/loop'
import termkit, { type Terminal } from 'terminal-kit'

/** What a terminal of the library writes to, and asks for its size. */
interface Output {
  readonly isTTY: true
  columns: number
  rows: number
  /** The library looks here before it lets a process end. */
  readonly _writableState: { readonly needDrain: false }
  write(text: string): boolean
  on(event: string, listener: () => void): void
  removeListener(): void
}

/** A terminal of the library, lent to one wheel after the other: it can be made, but not ended. */
export interface Canvas {
  readonly terminal: Terminal
  /** Begins a use: what is drawn goes to `write`. */
  lend(write: (text: string) => void): void
  /** The terminal has this size now. */
  resize(columns: number, rows: number): void
  /** Ends the use: what is still drawn goes nowhere. */
  giveBack(): void
}

const free = new Map<string, Canvas[]>()

/** A canvas nobody uses, of the kind that suits a terminal. */
export function canvasFor(service: TerminalService): Canvas {
  const kind = kindOf(service)
  return free.get(kind)?.pop() ?? makeCanvas(kind)
}

/** Which of the library's descriptions suits. */
function kindOf({ term, colors }: TerminalService): string {
  if (/^(?:linux|rxvt|eterm)/iu.test(term)) return term.toLowerCase().replace(/-.*$/u, '')
  if (colors > 256) return 'xterm-truecolor'
  return colors === 256 ? 'xterm-256color' : 'xterm'
}

function makeCanvas(kind: string): Canvas {
  let drawn: ((text: string) => void) | null = null
  const changed = new Set<() => void>()
  const output: Output = {
    isTTY: true,
    columns: 80,
    rows: 24,
    _writableState: { needDrain: false },
    write(text) {
      drawn?.(text)
      return true
    },
    on: (event, listener) => void (event === 'resize' && changed.add(listener)),
    removeListener() {},
  }
  const canvas: Canvas = {
    terminal: terminalOf(kind, output),
    lend: (write) => void (drawn = write),
    resize(columns, rows) {
      Object.assign(output, { columns, rows })
      for (const listener of changed) listener()
    },
    giveBack() {
      if (drawn === null) return
      drawn = null
      free.set(kind, [...(free.get(kind) ?? []), canvas])
    },
  }
  return canvas
}

/** Keys are not its business: its input is never heard. */
function terminalOf(kind: string, stdout: Output): Terminal {
  const nothing = (): void => {}
  const stdin = { on: nothing, removeListener: nothing, pause: nothing, resume: nothing, setRawMode: nothing }
  const generic = kind.startsWith('xterm') ? { generic: kind } : { generic: kind, appId: kind }
  const streams = { stdin, stdout, stderr: stdout, isTTY: true, ...generic }
  return termkit.createTerminal(streams as never)
}
