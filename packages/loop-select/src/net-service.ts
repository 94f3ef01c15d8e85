import { PoeError, show } from '@poe/errors'
import {
  type Address,
  type ConnectOptions,
  type DatagramHandle,
  type DatagramOptions,
  handleError,
  type Listener,
  type ListenOptions,
  type NetService,
  type SocketHandle,
  type TlsOptions,
} from '@poe/loop'
import { abortable } from './abortable.ts'
import { format } from './address.ts'
import { connectSocket } from './connect.ts'
import { openDatagram } from './datagram.ts'
import { openListener } from './listen.ts'
import { nodeError } from './node-error.ts'
import { checkConnect, checkDatagram, checkListen, checkSecure } from './options.ts'
import { NetSocketHandle } from './socket-handle.ts'
import type { Stage } from './stage.ts'
import { secureClient, secureServer } from './tls.ts'

/** Sockets of the host. Misuse rejects with a PoeError, a failure with a HandleError. */
export class SelectNet implements NetService {
  readonly #stage: Stage

  constructor(stage: Stage) {
    this.#stage = stage
  }

  async listen(options: ListenOptions): Promise<Listener> {
    checkListen(options)
    return openListener(this.#stage, options)
  }

  async connect(options: ConnectOptions): Promise<SocketHandle> {
    checkConnect(options)
    return connectSocket(this.#stage, options)
  }

  async datagram(options: DatagramOptions): Promise<DatagramHandle> {
    checkDatagram(options)
    return openDatagram(this.#stage, options)
  }

  async secure(handle: SocketHandle, options: TlsOptions & { readonly server: boolean }): Promise<SocketHandle> {
    checkSecure(options)
    if (!(handle instanceof NetSocketHandle))
      throw new PoeError('ERR_POE_FOREIGN_HANDLE', `net.secure takes a socket of its own loop, not ${show(handle)}.`)
    if (handle.state === 'closed' || handle.state === 'failed') throw handleError('ENOTCONN', 'connect')
    return this.#upgrade(handle, options)
  }

  format(address: Address): string {
    return format(address)
  }

  async #upgrade(handle: NetSocketHandle, options: TlsOptions & { readonly server: boolean }): Promise<SocketHandle> {
    const raw = await handle.release()
    if (raw.destroyed) throw handleError('ENOTCONN', 'connect')
    const explain = (error: unknown): unknown => nodeError(error, 'connect')
    const socket = await abortable<typeof raw>(undefined, explain, (outcome) => {
      if (options.server) secureServer(raw, options, outcome)
      else secureClient(raw, options, handle.facts.host, outcome)
      return () => raw.destroy()
    })
    return new NetSocketHandle(this.#stage, socket, handle.facts)
  }
}
