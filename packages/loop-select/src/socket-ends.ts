import type { Socket } from 'node:net'
import type { Address, Ends } from '@poe/loop'
import { inetAddress, UNKNOWN, unixAddress } from './address.ts'

/** What is known of a unix socket's ends. */
export interface Paths {
  /** The path of a unix socket that was listened on. */
  readonly localPath?: string | undefined
  /** The path of a unix socket that was connected to. */
  readonly remotePath?: string | undefined
}

/** Where a socket is and leads to, looked up when first asked: what is known after it has gone is what was asked before. */
export class SocketEnds implements Ends {
  readonly #socket: Socket
  readonly #paths: Paths
  #local: Address | null = null
  #remote: Address | null | undefined

  constructor(socket: Socket, paths: Paths) {
    this.#socket = socket
    this.#paths = paths
  }

  get local(): Address {
    return (this.#local ??= this.#findLocal()) ?? UNKNOWN
  }

  /** Null for an unnamed unix peer, and when first asked after the connection has gone. */
  get remote(): Address | null {
    if (this.#remote === undefined) this.#remote = this.#findRemote()
    return this.#remote ?? null
  }

  #findLocal(): Address | null {
    if (this.#paths.localPath !== undefined) return unixAddress(this.#paths.localPath)
    if (this.#paths.remotePath !== undefined) return unixAddress('')
    const { localAddress, localPort } = this.#socket
    return localAddress === undefined || localPort === undefined ? null : inetAddress(localAddress, localPort)
  }

  #findRemote(): Address | null | undefined {
    if (this.#paths.remotePath !== undefined) return unixAddress(this.#paths.remotePath)
    if (this.#paths.localPath !== undefined) return null
    const { remoteAddress, remotePort } = this.#socket
    return remoteAddress === undefined || remotePort === undefined ? undefined : inetAddress(remoteAddress, remotePort)
  }
}
