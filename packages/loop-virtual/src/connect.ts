import {
  type Address,
  type ConnectOptions,
  type Ends,
  type HandleError,
  handleError,
  type SocketHandle,
} from '@poe/loop'
import { abortable, type Outcome } from './abortable.ts'
import { format, inetAddress, unixAddress } from './address.ts'
import type { Happening } from './agenda.ts'
import { Connection } from './connection.ts'
import type { Subject } from './faults.ts'
import type { VirtualListener } from './listener.ts'
import type { Network } from './network.ts'
import { VirtualSocket } from './socket-handle.ts'
import { type Agreement, agree, refusal } from './tls-agreement.ts'
import type { Resident } from './world.ts'

/** Milliseconds until a connect that got no answer is tried again; twice that the next time. */
const RETRY = 1000

/** Opens a connection. */
export function connectSocket(network: Network, options: ConnectOptions): Promise<SocketHandle> {
  return abortable<SocketHandle>(options.signal, (outcome) => {
    const attempt = new Attempt(network, options, outcome)
    attempt.begin()
    return () => attempt.stop()
  })
}

/** One connect under way. */
class Attempt implements Resident {
  readonly #network: Network
  readonly #options: ConnectOptions
  readonly #outcome: Outcome<SocketHandle>
  readonly #subject: Subject
  #step: Happening | null = null
  #deadline: Happening | null = null
  #ours: VirtualSocket | null = null
  /** Of several addresses tried, the first one's error. */
  #firstError: HandleError | null = null
  #hangs = false
  #to = ''

  constructor(network: Network, options: ConnectOptions, outcome: Outcome<SocketHandle>) {
    this.#network = network
    this.#options = options
    this.#outcome = outcome
    this.#subject = network.world.faults.subject(network.nextConnect())
  }

  begin(): void {
    this.#network.world.residents.add(this)
    this.#next(0, () => (this.#options.path === undefined ? this.#resolve() : this.#connectPath(this.#options.path)))
  }

  stop(): void {
    this.#over()
    this.#ours?.close()
  }

  describe(): string {
    return `${this.#subject.name} to ${this.#to} waits`
  }

  #resolve(): void {
    const { host = 'localhost', bind } = this.#options
    const { hosts } = this.#network
    const addresses = hosts.resolve(host)
    if (addresses === null) return void this.#fail(this.#error('ENOTFOUND', 'getaddrinfo'))
    const from = hosts.resolve(bind?.host ?? hosts.own)?.[0]
    if (from === undefined || !hosts.has(from)) return void this.#fail(this.#error('EADDRNOTAVAIL', 'bind'))
    this.#hangs = this.#subject.happens('hang')
    const { connectTimeout } = this.#network.world.faults.options
    this.#deadline = this.#network.world.after(connectTimeout, () => this.#fail(this.#error('ETIMEDOUT', 'connect')))
    if (!this.#hangs && this.#subject.happens('refuse'))
      return void this.#next(2 * this.#delay(), () => this.#fail(this.#error('ECONNREFUSED', 'connect')))
    this.#try(addresses, RETRY)
  }

  /** Asks the first of the addresses, again and again while no answer can come. */
  #try(addresses: readonly string[], retry: number): void {
    const to = inetAddress(addresses[0]!, this.#options.port!)
    this.#to = format(to)
    const { hosts, world } = this.#network
    const parted = this.#network.parted(this.#ownHost, hosts.nameOf(to.address))
    if (this.#hangs || parted) this.#step = world.after(retry, () => this.#try(addresses, 2 * retry))
    else this.#next(this.#delay(), () => this.#arrive(to, addresses))
  }

  #arrive(to: Address, addresses: readonly string[]): void {
    const listener = this.#network.listenerAt(to.address, to.port)
    if (listener !== null) return void this.#meet(listener, to)
    const refused = handleError('ECONNREFUSED', 'connect', { address: to.address, port: to.port })
    this.#firstError ??= refused
    const others = addresses.slice(1)
    this.#next(this.#delay(), () => (others.length > 0 ? this.#try(others, RETRY) : this.#fail(this.#firstError!)))
  }

  #meet(listener: VirtualListener, to: Address): void {
    const { bind } = this.#options
    const address = bind?.host === undefined ? null : this.#network.hosts.resolve(bind.host)![0]!
    const port = bind?.port ? bind.port : this.#network.tcp.choose()
    if (port === null) return void this.#fail(this.#error('EADDRNOTAVAIL', 'connect'))
    const from = inetAddress(address ?? this.#network.hosts.from(this.#network.hosts.own, to.address), port)
    if (bind?.port !== undefined && bind.port !== 0 && this.#network.tcp.isTaken(from.address, bind.port))
      return void this.#fail(handleError('EADDRINUSE', 'bind', { address: from.address, port: bind.port }))
    const agreed = this.#agree(listener, from)
    if (agreed === null) return
    const hosts = [this.#network.hosts.nameOf(from.address), this.#network.hosts.nameOf(to.address)] as const
    const ends = { ours: { local: from, remote: to }, theirs: { local: to, remote: from } }
    this.#join(listener, 'tcp', hosts, ends, agreed)
  }

  /** What TLS comes to, nothing where it is not wanted; null where that is the end of the connect. */
  #agree(listener: VirtualListener, from: Address | null): Partial<Agreement> | null {
    const { tls, path, host = path === undefined ? 'localhost' : undefined } = this.#options
    if (tls === undefined) return {}
    const agreed = listener.tls === null ? refusal('EPROTO') : agree(listener.tls, tls, host)
    if (!('code' in agreed)) return agreed
    if (listener.tls !== null) listener.refuse({ ...agreed, ...peerOf(from) })
    this.#next(this.#delay(), () => this.#fail(this.#error(agreed.code, 'connect')))
    return null
  }

  #connectPath(path: string): void {
    const listener = this.#network.paths.get(path)
    this.#to = path
    if (listener === undefined)
      return void this.#fail(this.#error(this.#network.files.has(path) ? 'ECONNREFUSED' : 'ENOENT', 'connect'))
    const there = unixAddress(path)
    const ends = { ours: { local: unixAddress(''), remote: there }, theirs: { local: there, remote: null } }
    const agreed = this.#agree(listener, null)
    if (agreed !== null) this.#join(listener, 'unix', [this.#network.hosts.own, this.#network.hosts.own], ends, agreed)
  }

  #join(
    listener: VirtualListener,
    kind: 'tcp' | 'unix',
    hosts: readonly [string, string],
    ends: { ours: Ends; theirs: Ends },
    agreed: Partial<Agreement>,
  ): void {
    const network = this.#network
    const free = kind === 'tcp' ? network.occupy(ends.ours.local) : (): void => {}
    const gone = (): void => {
      network.connections.delete(connection)
      free()
    }
    const parted = kind === 'tcp' ? (): boolean => network.parted(...hosts) : undefined
    const connection = new Connection(network.world, { kind, name: network.nextName(kind), hosts, parted, gone })
    const { there, back } = connection
    network.connections.add(connection)
    network.world.note(`${connection.facts.name} from ${format(ends.ours.local)} to ${this.#to}`)
    const ours = new VirtualSocket(network.world, { connection, input: back, output: there }, ends.ours, agreed.client)
    const theirs = new VirtualSocket(
      network.world,
      { connection, input: there, output: back },
      ends.theirs,
      agreed.server,
    )
    this.#ours = ours
    // The answer leaves before anything the listener may send.
    this.#next(kind === 'tcp' ? back.delayFirst() : 0, () => this.#succeed(ours))
    if (listener.tls !== null && this.#options.tls === undefined) {
      listener.refuse({ ...refusal('EPROTO'), ...peerOf(theirs.remote) })
      back.abort()
      theirs.close()
    } else listener.take(theirs)
  }

  get #ownHost(): string {
    const { bind } = this.#options
    const { hosts } = this.#network
    const address = hosts.resolve(bind?.host ?? hosts.own)?.[0]
    return address === undefined ? hosts.own : hosts.nameOf(address)
  }

  #delay(): number {
    return this.#network.world.delay(this.#subject)
  }

  #error(code: string, syscall: string): HandleError {
    const { host = 'localhost', path, port } = this.#options
    return handleError(code, syscall, { address: path ?? host, ...(port === undefined ? {} : { port }) })
  }

  #next(delay: number, act: () => void): void {
    this.#step = this.#network.world.setup(delay, act)
  }

  #succeed(socket: VirtualSocket): void {
    this.#over()
    this.#outcome.done(socket)
  }

  #fail(error: HandleError): void {
    this.#over()
    this.#network.world.note(`${this.#subject.name} fails by ${error.code}`)
    this.#outcome.failed(error)
  }

  #over(): void {
    this.#step?.cancel()
    this.#deadline?.cancel()
    this.#network.world.residents.delete(this)
  }
}

/** Who was refused. */
function peerOf(from: Address | null): { readonly address?: string; readonly port?: number } {
  return from === null ? {} : { address: from.address, port: from.port }
}
