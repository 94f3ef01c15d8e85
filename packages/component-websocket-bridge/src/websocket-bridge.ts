import { Component } from '@poe/component'
import { badOption } from '@poe/errors'
import { chooseKernel, type SessionRef } from '@poe/kernel'
import type { Address } from '@poe/loop'
import { createListener } from './listener-session.ts'
import { checkBridge, type WebSocketBridgeOptions } from './options.ts'

/**
 * A WebSocket server each of whose connections is joined to one of TCP, or to a unix socket: what a page on
 * `@poe/loop-browser` connects through. One session takes the WebSockets, and each has a session of its own.
 */
export class WebSocketBridge extends Component {
  /** The session that takes WebSockets: `shutdown` ends that, and leaves those that are open. */
  readonly session: SessionRef
  #address: Address | undefined
  #failure: { readonly error: unknown } | undefined
  #waiting: { resolve(address: Address): void; reject(error: unknown): void }[] = []

  /**
   * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_MISSING_OPTION` for wrong options;
   * `ERR_POE_NO_KERNEL`
   */
  constructor(options: WebSocketBridgeOptions) {
    checkBridge(options)
    super(chooseKernel('WebSocketBridge', options.kernel))
    const { alias } = options
    if (alias !== undefined && this.kernel.aliasResolve(alias) !== undefined)
      throw badOption('WebSocketBridge', 'alias', alias, 'a name that no other session has')
    this.session = createListener(options.kernel ?? this.kernel, options, {
      listening: (address) => this.#listening(address),
      failed: (error) => this.#failed(error),
    })
  }

  /** Where its web server listens; undefined until it does. */
  address(): Address | undefined {
    return this.#address
  }

  /**
   * Where its web server listens, as soon as it does.
   * @throws PoeError `ERR_POE_LISTEN` if it cannot; `ERR_POE_STOPPED` if the bridge was ended first
   */
  listening(): Promise<Address> {
    if (this.#address !== undefined) return Promise.resolve(this.#address)
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  #listening(address: Address): void {
    this.#address = address
    for (const { resolve } of this.#waiting.splice(0)) resolve(address)
  }

  #failed(error: unknown): void {
    if (this.#address !== undefined || this.#failure !== undefined) return
    this.#failure = { error }
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
