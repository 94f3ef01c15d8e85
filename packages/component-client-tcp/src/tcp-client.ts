import { Component } from '@poe/component'
import { badOption } from '@poe/errors'
import { chooseKernel, type Kernel, type SessionRef, type Untyped } from '@poe/kernel'
import type { Address } from '@poe/loop'
import { checkTarget, checkTcpClient } from './checks.ts'
import { createClient } from './client-session.ts'
import type { TcpClientOptions } from './options.ts'

/**
 * A TCP client: POE::Component::Client::TCP. Its session connects, and `heap.server` is then a ReadWrite wheel.
 *
 * @typeParam Rec - what the server sends, made by the filter
 * @typeParam Put - what can be put to the server
 * @typeParam H - what the program keeps in the session's heap besides
 */
export class TcpClient<Rec = string, Put = Rec, H = Record<string, Untyped>> extends Component {
  /** The client's session: takes `connect`, `reconnect` and `shutdown`. */
  readonly session: SessionRef
  readonly #isUnix: boolean
  #address: Address | undefined
  /** Why there is no connection, nor will be one by itself. */
  #failure: { readonly error: unknown } | undefined
  /** Attempts asked for that have not begun. */
  #asked = 0
  #waiting: { resolve(address: Address): void; reject(error: unknown): void }[] = []

  /**
   * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_MISSING_OPTION` for wrong options;
   * `ERR_POE_STATE_TAKEN` for states that replace the client's own; `ERR_POE_NO_KERNEL`
   */
  constructor(options: TcpClientOptions<Rec, Put, H>) {
    checkTcpClient(options)
    super(chooseKernel('TcpClient', options.kernel))
    refuseTakenAlias(this.kernel, options.alias)
    this.#isUnix = options.domain === 'unix'
    this.session = createClient(options.kernel ?? this.kernel, options, {
      pending: () => this.#pending(),
      connected: (address) => this.#connected(address),
      failed: (error) => this.#failed(error),
      stopped: (error) => this.#stopped(error),
    })
  }

  /** The server's address; undefined while there is no connection. */
  address(): Address | undefined {
    return this.#address
  }

  /**
   * The server's address, as soon as there is a connection.
   * @throws PoeError `ERR_POE_CONNECT` if it could not be made, `ERR_POE_DISCONNECTED` if it has ended, and neither
   * is tried again by `reconnect`; `ERR_POE_STOPPED` if the client was ended
   */
  connected(): Promise<Address> {
    if (this.#address !== undefined) return Promise.resolve(this.#address)
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /**
   * Connects, to another server where one is given (POE: the event `connect`). A connection that there is ends now, and
   * what was not written is lost. The promise is {@link connected}'s; it may be left alone.
   * @throws PoeError `ERR_POE_BAD_OPTION`
   */
  connect(address?: string, port?: number): Promise<Address> {
    checkTarget('TcpClient.connect()', { address, port }, this.#isUnix)
    return this.#ask('connect', address, port)
  }

  /** {@link connect} to the same server (POE: the event `reconnect`). */
  reconnect(): Promise<Address> {
    return this.#ask('reconnect')
  }

  #ask(event: string, ...args: unknown[]): Promise<Address> {
    if (this.kernel.post(this.session.id, event, ...args)) {
      this.#pending()
      this.#asked++
    }
    const connected = this.connected()
    connected.catch(() => {})
    return connected
  }

  #pending(): void {
    this.#asked = 0
    this.#address = undefined
    this.#failure = undefined
  }

  #connected(address: Address): void {
    this.#address = address
    for (const { resolve } of this.#waiting.splice(0)) resolve(address)
  }

  #failed(error: unknown): void {
    if (this.#asked === 0) this.#stopped(error)
  }

  #stopped(error: unknown): void {
    this.#address = undefined
    this.#failure ??= { error }
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure.error)
  }
}

function refuseTakenAlias(kernel: Kernel, alias: string | undefined): void {
  if (alias !== undefined && kernel.aliasResolve(alias) !== undefined)
    throw badOption('TcpClient', 'alias', alias, 'a name that no other session has')
}
