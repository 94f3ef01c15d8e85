import { Kernel, type LedgerEntry, type Untyped } from '@poe/kernel'
import { type Address, type HandleError, type NetService, TimeLoop } from '@poe/loop'
import { SelectLoop } from '@poe/loop-select'
import { Client } from './client.test-support.ts'
import { TcpServer, type TcpServerOptions } from './index.ts'

type Options = Partial<TcpServerOptions<Untyped, Untyped, Untyped>>

/** A server on 127.0.0.1, its kernel running. */
export class ServerRig {
  readonly loop = new SelectLoop()
  readonly kernel = new Kernel({ loop: this.loop })
  readonly trace: string[] = []
  readonly warnings: string[] = []
  readonly server: TcpServer<Untyped, Untyped, Untyped>
  /** Settles as `kernel.run()` does. */
  readonly running: Promise<void>
  readonly #clients: Client[] = []

  constructor(options: Options) {
    this.loop.warn = (message) => void this.warnings.push(message)
    const place = options.domain === undefined ? { address: '127.0.0.1' } : {}
    this.server = new TcpServer<Untyped, Untyped, Untyped>({ kernel: this.kernel, ...place, ...options })
    this.running = this.kernel.run()
    this.running.catch(() => {})
  }

  note(text: string): void {
    this.trace.push(text)
  }

  async client(): Promise<Client> {
    const { family, address, port } = (await this.server.listening()) as Address
    const client = await Client.open(family === 'unix' ? { path: address } : { port })
    this.#clients.push(client)
    return client
  }

  /** Ends everything well; gives what is left, which should be nothing. */
  async end(): Promise<(LedgerEntry | string)[]> {
    await this.server.close()
    await this.running
    await Promise.all(this.#clients.map(({ closed }) => closed))
    return [...this.kernel.ledger(), ...this.warnings]
  }
}

/** A server whose service fails to listen with this error, on simulated time. */
export function failing(error: HandleError, options: Options) {
  const net = { listen: () => Promise.reject(error) } as unknown as NetService
  const loop = Object.assign(new TimeLoop({ settle: () => new Promise(setImmediate) }), { net })
  const kernel = new Kernel({ loop })
  const server = new TcpServer<Untyped, Untyped, Untyped>({ kernel, clientInput() {}, ...options })
  return { kernel, server, loop }
}
