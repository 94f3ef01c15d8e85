import { Component } from '@poe/component'
import { badOption } from '@poe/errors'
import { chooseKernel, type Kernel, type SessionRef, type Untyped } from '@poe/kernel'
import type { Address } from '@poe/loop'
import { checkSetConcurrency, checkTcpServer } from './checks.ts'
import { createListener } from './listener-session.ts'
import type { TcpServerOptions } from './options.ts'

/**
 * A TCP server: POE::Component::Server::TCP. One session listens, and each client has a session of its own, whose
 * `heap.client` is a ReadWrite wheel.
 *
 * @typeParam Rec - what clients send, made by the filter
 * @typeParam Put - what can be put to clients
 * @typeParam H - what the program keeps in a client's heap besides
 */
export class TcpServer<Rec = string, Put = Rec, H = Record<string, Untyped>> extends Component {
  /** The listening session. */
  readonly session: SessionRef
  #address: Address | undefined
  #failure: { readonly error: unknown } | undefined
  #waiting: { resolve(address: Address): void; reject(error: unknown): void }[] = []

  /**
   * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_MISSING_OPTION` for wrong options;
   * `ERR_POE_STATE_TAKEN` for states that replace the server's own; `ERR_POE_NO_KERNEL`
   */
  constructor(options: TcpServerOptions<Rec, Put, H>) {
    checkTcpServer(options)
    super(chooseKernel('TcpServer', options.kernel))
    refuseTakenAlias(this.kernel, options.alias)
    this.session = createListener(options.kernel ?? this.kernel, options, {
      listening: (address) => this.#listening(address),
      failed: (error) => this.#failed(error),
    })
  }

  /** Where it listens; undefined until it does. Stays what it was when the server has shut down. */
  address(): Address | undefined {
    return this.#address
  }

  /**
   * Where it listens, as soon as it does.
   * @throws PoeError `ERR_POE_LISTEN` if it cannot, naming the reason and the remedy; `ERR_POE_STOPPED` if it was ended first
   */
  listening(): Promise<Address> {
    if (this.#address !== undefined) return Promise.resolve(this.#address)
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error)
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /**
   * Changes how many connections may be open at once, as the event `setConcurrency` does: any negative number, or Infinity,
   * for no limit, 0 for nobody. Who is connected stays.
   * @throws PoeError `ERR_POE_BAD_OPTION`
   */
  setConcurrency(concurrency: number): void {
    checkSetConcurrency(concurrency)
    this.kernel.post(this.session.id, 'setConcurrency', concurrency)
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

function refuseTakenAlias(kernel: Kernel, alias: string | undefined): void {
  if (alias !== undefined && kernel.aliasResolve(alias) !== undefined)
    throw badOption('TcpServer', 'alias', alias, 'a name that no other session has')
}
