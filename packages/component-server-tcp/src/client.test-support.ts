import { connect, type Socket } from 'node:net'

/** The other end of a connection, line by line. */
export class Client {
  readonly socket: Socket
  /** Resolves once both ends are closed; with what went wrong, if anything did. */
  readonly closed: Promise<string>
  received = ''
  #changed: () => void = () => {}

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.received += text
      this.#changed()
    })
    this.closed = new Promise((resolve) => {
      let trouble = ''
      socket.on('error', (error: NodeJS.ErrnoException) => {
        trouble = error.code ?? error.message
      })
      socket.on('close', () => resolve(trouble))
    })
  }

  static async open(where: { readonly port: number } | { readonly path: string }): Promise<Client> {
    const socket = connect('port' in where ? { host: '127.0.0.1', ...where } : where)
    const client = new Client(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject)
    })
    return client
  }

  send(text: string): void {
    this.socket.write(text)
  }

  end(text = ''): void {
    this.socket.end(text)
  }

  /** Sends a line and waits for an answer that ends as it does. */
  async echo(line: string): Promise<void> {
    this.send(`${line}\n`)
    await this.hears(`${line}\r\n`)
  }

  /** Waits for what has been received to end so. */
  async hears(end: string): Promise<void> {
    while (!this.received.endsWith(end)) {
      const lost = await Promise.race([this.#change(), this.closed.then(() => !this.received.endsWith(end))])
      if (lost === true) throw new Error(`Never heard ${JSON.stringify(end)}, only ${JSON.stringify(this.received)}`)
    }
  }

  #change(): Promise<false> {
    return new Promise((resolve) => {
      this.#changed = () => resolve(false)
    })
  }
}
