import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Address } from '@poe/loop'

/** What a page asks for. */
interface Request {
  readonly id: number
  /** To listen: a page cannot, so this does for it. */
  readonly listen?: { readonly host?: string; readonly port?: number; readonly path?: string }
  /** To listen no more. */
  readonly close?: number
  /** To connect by other means, so that the connection can be reset. */
  readonly connect?: Address
  readonly reset?: number
}

/**
 * Does for a page what it cannot do: listens, and hands each connection over by waiting for the page at another port. Talks
 * lines of JSON over TCP, which a page reaches through a bridge.
 */
export class Control {
  readonly #server = createServer((socket) => this.#serve(socket))
  readonly #open = new Set<Server | Socket>()

  async start(): Promise<number> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return (this.#server.address() as AddressInfo).port
  }

  stop(): void {
    this.#server.close()
    for (const open of this.#open) 'destroy' in open ? open.destroy() : open.close()
  }

  #serve(socket: Socket): void {
    this.#keep(socket)
    const answers = new Map<number, Server | Socket>()
    const say = (answer: object): void => void socket.write(`${JSON.stringify(answer)}\n`)
    let text = ''
    socket.setEncoding('utf8').on('error', () => {})
    socket.on('data', (more) => {
      const lines = (text += more).split('\n')
      text = lines.pop() as string
      for (const line of lines) this.#obey(JSON.parse(line), answers, say)
    })
    socket.on('close', () => {
      for (const open of answers.values()) 'destroy' in open ? open.destroy() : open.close()
    })
  }

  #obey(request: Request, answers: Map<number, Server | Socket>, say: (answer: object) => void): void {
    const { id, listen, close, connect: to, reset } = request
    if (listen !== undefined) answers.set(id, this.#listen(id, listen, say))
    else if (to !== undefined) answers.set(id, this.#connect(id, to, say))
    else if (close !== undefined) (answers.get(close) as Server | undefined)?.close()
    else if (reset !== undefined) (answers.get(reset) as Socket | undefined)?.resetAndDestroy()
  }

  #listen(id: number, at: NonNullable<Request['listen']>, say: (answer: object) => void): Server {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
      this.#hand(id, socket, at.path, say),
    )
    this.#keep(server)
    server.on('error', ({ code }: NodeJS.ErrnoException) => say({ id, error: code }))
    return server.listen(at, () => say({ id, local: endOf(server.address() as AddressInfo | string) }))
  }

  #connect(id: number, to: Address, say: (answer: object) => void): Socket {
    const socket = connect(to.port, to.address, () => say({ id }))
    socket.on('error', () => {})
    return this.#keep(socket)
  }

  /** Waits for the page at a port of its own, and joins it with who came. */
  #hand(id: number, came: Socket, path: string | undefined, say: (answer: object) => void): void {
    this.#keep(came)
    const local =
      path === undefined ? endOf({ address: came.localAddress, port: came.localPort } as AddressInfo) : endOf(path)
    const remote =
      path === undefined ? endOf({ address: came.remoteAddress, port: came.remotePort } as AddressInfo) : null
    const rendezvous = createServer({ allowHalfOpen: true }, (page) => {
      rendezvous.close()
      join(came, this.#keep(page))
    })
    this.#keep(rendezvous)
    rendezvous.listen(0, '127.0.0.1', () =>
      say({ accepted: id, port: (rendezvous.address() as AddressInfo).port, local, remote }),
    )
  }

  #keep<T extends Server | Socket>(open: T): T {
    this.#open.add(open)
    open.once('close', () => this.#open.delete(open))
    return open
  }
}

function join(one: Socket, two: Socket): void {
  for (const [from, to] of [
    [one, two],
    [two, one],
  ] as const) {
    from.pipe(to)
    from.on(
      'error',
      ({ code }: NodeJS.ErrnoException) => void (code === 'ECONNRESET' ? to.resetAndDestroy() : to.destroy()),
    )
  }
}

function endOf(at: AddressInfo | string): Address {
  if (typeof at === 'string') return { family: 'unix', address: at, port: 0 }
  return { family: at.address.includes(':') ? 'inet6' : 'inet', address: at.address, port: at.port }
}
