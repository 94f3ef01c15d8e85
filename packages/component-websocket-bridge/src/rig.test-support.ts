import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { Kernel, type LedgerEntry } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { type ClientOptions, WebSocket } from 'ws'
import { WebSocketBridge, type WebSocketBridgeOptions } from './index.ts'
import type { Notice } from './protocol.ts'

/** A bridge on 127.0.0.1, its kernel running, and what it leads to. */
export class Rig {
  readonly loop = new SelectLoop()
  readonly kernel = new Kernel({ loop: this.loop })
  readonly trace: string[] = []
  readonly bridge: WebSocketBridge
  readonly running: Promise<void>
  readonly #servers: Server[] = []
  readonly #sockets: Socket[] = []

  constructor(options: Partial<WebSocketBridgeOptions> = {}) {
    this.bridge = new WebSocketBridge({
      kernel: this.kernel,
      targets: ({ host = '127.0.0.1', port = 0, path }) => (path === undefined ? { host, port } : { path }),
      ...(options.server === undefined ? { address: '127.0.0.1' } : {}),
      connected: () => void this.trace.push('connected'),
      disconnected: ({ received, sent }) => void this.trace.push(`disconnected ${received} ${sent}`),
      refused: ({ reason }) => void this.trace.push(`refused ${reason}`),
      ...options,
    })
    this.running = this.kernel.run()
    this.running.catch(() => {})
  }

  /** A TCP server of Node's; gives its port. */
  async target(serve: (socket: Socket) => unknown): Promise<number> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      this.#sockets.push(socket)
      serve(socket.on('error', () => {}))
    })
    this.#servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  async page(query = '', { protocols = ['poe.octets'], ...options }: PageOptions = {}): Promise<Page> {
    const { address, port } = await this.bridge.listening()
    return new Page(new WebSocket(`ws://${address}:${port}/poe${query}`, protocols, options))
  }

  /** Ends all well; gives what is left, which should be nothing. */
  async end(): Promise<LedgerEntry[]> {
    for (const socket of this.#sockets) socket.destroy()
    for (const server of this.#servers) server.close()
    await this.bridge.close()
    await this.running
    return [...this.kernel.ledger()]
  }
}

interface PageOptions extends ClientOptions {
  readonly protocols?: string[]
}

/** The WebSocket of a page. */
export class Page {
  readonly socket: WebSocket
  readonly notices: Notice[] = []
  /** Resolves with the code and the reason, once it is closed. */
  readonly closed: Promise<string>
  /** The status of an answer that was no WebSocket. */
  status: number | undefined
  octets = 0
  text = ''
  #room = 0
  #changed: () => void = () => {}

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        this.octets += data.byteLength
        if (this.text.length < 1000) this.text += data.toString()
      } else this.#noticed(JSON.parse(String(data)))
      this.#changed()
    })
    socket.on('unexpected-response', (_, response) => {
      this.status = response.statusCode
      socket.terminate()
    })
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => socket.on('close', (code, reason) => resolve(`${code} ${reason}`.trim())))
    void this.closed.then(() => this.#changed())
  }

  /** Octets it may send. */
  get room(): number {
    return this.#room
  }

  async opened(): Promise<this> {
    await once(this.socket, 'open')
    return this
  }

  say(octets: string | Uint8Array): void {
    this.#room -= octets.length
    this.socket.send(octets, { binary: true })
  }

  tell(notice: Notice): void {
    this.socket.send(JSON.stringify(notice))
  }

  /** Waits until something holds. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed: ${await this.closed}`)
      await new Promise<void>((resolve) => {
        this.#changed = resolve
      })
    }
  }

  has(notice: keyof Notice): boolean {
    return this.notices.some((one) => one[notice] !== undefined)
  }

  #noticed(notice: Notice): void {
    this.notices.push(notice)
    this.#room += notice.take ?? 0
  }
}
