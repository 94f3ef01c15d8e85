import type { TLSSocket } from 'node:tls'
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
  type SecureOptions,
  type SocketHandle,
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
import { clientFacts, secureClient, secureServer } from './tls.ts'
import { tlsFacts } from './tls-facts.ts'

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

  async secure(handle: SocketHandle, options: SecureOptions): Promise<SocketHandle> {
    checkSecure(options)
    if (!(handle instanceof NetSocketHandle))
      throw new PoeError('ERR_POE_FOREIGN_HANDLE', `net.secure takes a socket of its own loop, not ${show(handle)}.`)
    if (handle.state === 'closed' || handle.state === 'failed') throw handleError('ENOTCONN', 'handshake')
    options.signal?.throwIfAborted()
    return this.#upgrade(handle, options)
  }

  format(address: Address): string {
    return format(address)
  }

  async #upgrade(handle: NetSocketHandle, options: SecureOptions): Promise<SocketHandle> {
    const { server, signal } = options
    const { host } = handle.facts
    const raw = await handle.release()
    if (raw.destroyed) throw handleError('ENOTCONN', 'handshake')
    const stop = () => void raw.destroy()
    const socket = await abortable<TLSSocket>(signal, handshakeFailed, (outcome) => {
      if (server) secureServer(raw, options, outcome)
      else secureClient(raw, options, host, outcome)
      return stop
    }).catch((error) => {
      stop()
      throw error
    })
    const tls = server ? tlsFacts(socket) : clientFacts(socket, options, host)
    const secured = new NetSocketHandle(this.#stage, socket, { ...handle.facts, tls })
    if (handle.direct !== undefined) secured.readdress({ local: handle.local, remote: handle.remote })
    return secured
  }
}

function handshakeFailed(error: unknown): unknown {
  return error instanceof Error ? { ...nodeError(error, 'handshake'), syscall: 'handshake' } : error
}
