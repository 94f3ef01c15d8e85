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
 * for it, tells its status by `descriptor`, and goes when that is closed.
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
    `s=$?; exec <&- >&- 2>&-; echo $s >&${descriptor}; read s <&${descriptor}`
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

/** Hears how the program ended. */
export function hearStatus(socket: Socket, ended: (exit: Exit) => void): void {
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (octets) => {
    text += octets.toString('latin1')
    const [, status] = /^(\d+)\n/.exec(text) ?? []
    if (status !== undefined) ended(exitOf(Number(status)))
  })
  socket.unref()
}

/** A shell tells a signal as 128 and its number. */
function exitOf(status: number): Exit {
  const [name] = Object.entries(constants.signals).find(([, number]) => number === status - 128) ?? []
  if (name === undefined) return { code: status, signal: null, error: null }
  return { code: null, signal: name.slice('SIG'.length), error: null }
}
