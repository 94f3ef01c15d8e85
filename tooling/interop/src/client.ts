import net from 'node:net'

/** A raw client that keeps what it is sent, as lines. */
export class Client {
  readonly socket: net.Socket
  readonly closed: Promise<void>
  received = ''
  ended = false
  #waiting: (() => void)[] = []

  constructor(port: number) {
    this.socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    this.socket.setEncoding('utf8')
    this.socket.on('data', (text: string) => {
      this.received += text
      this.#wake()
    })
    this.socket.on('end', () => {
      this.ended = true
      this.#wake()
    })
    // A reset is an outcome some tests want; `closed` tells of it.
    this.socket.on('error', () => this.#wake())
    this.closed = new Promise((resolve) =>
      this.socket.on('close', () => {
        this.ended = true
        this.#wake()
        resolve()
      }),
    )
  }

  static async open(port: number): Promise<Client> {
    const client = new Client(port)
    await new Promise<void>((resolve, reject) => client.socket.once('connect', resolve).once('error', reject))
    return client
  }

  get lines(): string[] {
    return this.received.split('\r\n').slice(0, -1)
  }

  /** Sends one line and waits for its echo. */
  async echo(line: string): Promise<string> {
    const before = this.lines.length
    this.socket.write(`${line}\n`)
    await this.until(() => this.lines.length > before)
    return this.lines[before] as string
  }

  /** Waits until something is so, looking whenever anything has arrived. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (this.ended) throw new Error(`The connection ended after ${this.received.length} characters.`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** Writes, and waits until the operating system has taken it or the connection is gone. */
  send(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.socket.write(data, () => resolve())
    })
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
