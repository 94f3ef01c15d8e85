import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PipeType } from '@poe/loop'
import { abortable, type Outcome } from './abortable.ts'
import { nodeError } from './node-error.ts'

/** Where a pair meets for a moment. */
interface Place {
  readonly listen: object
  /** Whether somebody who came is the one we sent. */
  isOurs(accepted: Socket, connected: Socket): boolean
}

/** No host of JavaScript has socketpair(2): a listening socket accepts the one connection and is closed again. */
export async function socketPair(type: PipeType, signal: AbortSignal | undefined): Promise<[Socket, Socket]> {
  signal?.throwIfAborted()
  return type === 'inet' ? meet(LOOPBACK, signal) : unixPair(signal)
}

const LOCAL = '127.0.0.1'

const LOOPBACK: Place = {
  listen: { host: LOCAL, port: 0 },
  isOurs: (accepted, connected) =>
    accepted.remotePort === connected.localPort && accepted.remoteAddress === connected.localAddress,
}

/** The folder is its owner's alone, so nobody else can connect; it is gone before the pair is given out. */
async function unixPair(signal: AbortSignal | undefined): Promise<[Socket, Socket]> {
  const folder = await mkdtemp(join(tmpdir(), 'poe-pipe-')).catch((error) => {
    throw nodeError(error, 'socketpair')
  })
  try {
    return await meet({ listen: { path: join(folder, 'p') }, isOurs: () => true }, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function meet(place: Place, signal: AbortSignal | undefined): Promise<[Socket, Socket]> {
  const explain = (error: unknown): unknown => nodeError(error, 'socketpair')
  return abortable<[Socket, Socket]>(signal, explain, (outcome) => {
    const meeting = new Meeting(place, outcome)
    return () => meeting.end()
  })
}

/** One who listens, one who connects, and whoever else comes. */
class Meeting {
  readonly #place: Place
  readonly #outcome: Outcome<[Socket, Socket]>
  readonly #server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true })
  readonly #came: Socket[] = []
  #connecting: Socket | null = null
  #connected: Socket | null = null
  #over = false

  constructor(place: Place, outcome: Outcome<[Socket, Socket]>) {
    this.#place = place
    this.#outcome = outcome
    this.#server.on('connection', (socket: Socket) => this.#arrived(socket))
    this.#server.once('error', (error) => this.#fail(error))
    this.#server.listen(place.listen, () => this.#connect())
  }

  /** Nobody listens any more, and nobody is left but those who are kept. */
  end(...kept: readonly Socket[]): void {
    this.#over = true
    this.#server.close()
    for (const socket of [...this.#came, this.#connecting])
      if (socket !== null && !kept.includes(socket)) socket.destroy()
  }

  #connect(): void {
    if (this.#over) return
    const address = this.#server.address()
    const where = typeof address === 'string' ? { path: address } : { host: LOCAL, port: address?.port ?? 0 }
    // Paused before it is connected, so that nothing is read until somebody watches.
    const socket = connect({ ...where, allowHalfOpen: true, noDelay: true }).pause()
    socket.on('error', (error) => this.#fail(error))
    socket.once('connect', () => {
      this.#connected = socket
      this.#look()
    })
    this.#connecting = socket
  }

  #arrived(socket: Socket): void {
    socket.on('error', () => {})
    if (this.#over) return void socket.destroy()
    this.#came.push(socket)
    this.#look()
  }

  #look(): void {
    const connected = this.#connected
    const accepted = connected && this.#came.find((socket) => this.#place.isOurs(socket, connected))
    if (this.#over || connected === null || accepted === null || accepted === undefined) return
    this.end(connected, accepted)
    this.#outcome.done([connected, accepted])
  }

  #fail(error: Error): void {
    // A pair that was given out tells its failures by its handles.
    if (this.#over) return
    this.end()
    this.#outcome.failed(error)
  }
}
