import { readSync } from 'node:fs'
import type { Socket } from 'node:net'
import { constants } from 'node:os'
import type { Exit } from '@poe/loop'

/** No signals and no editing by keys, no echo, no CR before LF: octets pass as they are. */
const RAW = 'stty raw -echo -echonl -iexten 2>/dev/null;'

/** Signals that a terminal, or who means the program, may send to the whole group. */
const TRAPPED = 'HUP INT QUIT TERM USR1 USR2 ALRM PIPE TSTP'

/** How long a program may take to begin, and how long to wait between looks, in milliseconds. */
const PATIENCE = 5000
const LOOK = 1

const NEWLINE = 10
const NOTHING = new Uint8Array(0)

/**
 * What starts a program on its terminal and stays until the terminal has been read to its end. Whoever leads a session
 * and opens a terminal has it for its own; and when the leader of a session ends, the system throws away what its
 * terminal holds unread. So the leader is not the program but a shell: it tells the program's id on the terminal, waits
 * for it, tells its status by `descriptor`, and goes when that is closed. Of the end of the terminal the system tells the
 * leader only, so whoever closes our end tells the program.
 */
export function keeperOf(
  path: string,
  raw: boolean,
  descriptor: number,
  command: readonly string[],
): [string, ...string[]] {
  const keep =
    `: <>"$0"; trap : ${TRAPPED}; ${raw ? RAW : ''} ` +
    `/bin/sh -c 'echo $$; exec "$@" ${descriptor}>&-' sh "$@"; ` +
    `s=$?; trap '' HUP; exec <&- >&- 2>&-; echo $s >&${descriptor}; read s <&${descriptor}`
  return ['/bin/sh', '-c', keep, path, ...command]
}

/** What the keeper said first: the program's id, if it got so far, and what the program had said by then. */
export interface Greeting {
  readonly pid: number | undefined
  readonly rest: Uint8Array
}

/** Waits for the program to begin, as POE does: before that, a terminal would echo what is written to it. */
export function greet(terminal: number): Greeting {
  const said: number[] = []
  const octet = new Uint8Array(1)
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; waited < PATIENCE; ) {
    if (!readOctet(terminal, octet)) {
      Atomics.wait(pause, 0, 0, LOOK)
      waited += LOOK
    } else if (said.push(octet[0]!) && octet[0] === NEWLINE) break
  }
  const [, pid] = /^(\d+)\r?\n$/.exec(String.fromCharCode(...said)) ?? []
  return pid === undefined ? { pid: undefined, rest: Uint8Array.from(said) } : { pid: Number(pid), rest: NOTHING }
}

/** False where there is none: yet, or because there is no program any more, which is told in time. */
function readOctet(descriptor: number, octet: Uint8Array): boolean {
  try {
    return readSync(descriptor, octet, 0, 1, null) === 1
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false
    octet[0] = NEWLINE
    return true
  }
}

/** The line to a keeper: it tells how the program ended, and is told that it may go. */
export class KeeperLine {
  readonly #socket: Socket
  readonly #ended: (exit: Exit) => void
  readonly #goes: () => void
  #text = ''
  #hasTold = false
  #mayGo = false
  #isSilent = false
  /** How the keeper itself ended. */
  #exit: Exit | null = null

  /**
   * @param ended - called once
   * @param goes - called when the keeper is told that it may go
   */
  constructor(socket: Socket, ended: (exit: Exit) => void, goes: () => void) {
    this.#socket = socket
    this.#ended = ended
    this.#goes = goes
    socket.on('error', () => {})
    socket.on('data', (octets) => this.#hear(octets.toString('latin1')))
    socket.on('close', () => {
      this.#isSilent = true
      this.#look()
    })
    socket.unref()
  }

  /** The terminal has been read to its end, or nobody will. */
  letGo(): void {
    this.#mayGo = true
    this.#look()
  }

  /** The keeper has ended: where it had nothing to tell, as when it was killed, that is all there is to be told. */
  over(exit: Exit): void {
    this.#exit = exit
    this.#look()
  }

  #hear(text: string): void {
    this.#text += text
    const [, status] = /^(\d+)\n/.exec(this.#text) ?? []
    if (status !== undefined) this.#tell(exitOf(Number(status)))
  }

  #tell(exit: Exit): void {
    if (this.#hasTold) return
    this.#hasTold = true
    this.#ended(exit)
    this.#look()
  }

  #look(): void {
    if (this.#mayGo && this.#hasTold && !this.#socket.destroyed) {
      this.#goes()
      this.#socket.destroy()
    }
    if (this.#isSilent && this.#exit !== null) this.#tell(this.#exit)
  }
}

/** A shell tells a signal as 128 and its number. */
function exitOf(status: number): Exit {
  const [name] = Object.entries(constants.signals).find(([, number]) => number === status - 128) ?? []
  if (name === undefined) return { code: status, signal: null, error: null }
  return { code: null, signal: name.slice('SIG'.length), error: null }
}
