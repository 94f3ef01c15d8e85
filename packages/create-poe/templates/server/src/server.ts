import { type Kernel, kernel as standard, TcpServer } from '@poe/poe'

/** What {@link createServer} takes. */
export interface ServerOptions {
  /** 0 lets the system choose. */
  readonly port: number
  /** An address of this machine. @defaultValue `127.0.0.1` */
  readonly address?: string
  /** @defaultValue the kernel of `@poe/poe` */
  readonly kernel?: Kernel
}

/** A server that says every line again, and ends the connection at `bye`. */
export function createServer({ port, address = '127.0.0.1', kernel = standard }: ServerOptions): TcpServer {
  return new TcpServer({
    kernel,
    port,
    address,
    idleTimeout: 600_000,
    clientInput({ kernel, heap }, line) {
      heap.client.put(`You said: ${line}`)
      if (line === 'bye') kernel.yield('shutdown')
    },
  })
}
