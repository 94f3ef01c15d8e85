import type { Untyped } from '@poe/kernel'
import type { Address, TlsFacts } from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import type { SessionContext } from '@poe/session'
import type { ReadWrite } from '@poe/wheel-readwrite'
import type { SocketFactory } from '@poe/wheel-socketfactory'

/** The heap of the session that listens. */
export interface ListenerHeap {
  /** Undefined once the server has shut down. */
  listener: SocketFactory | undefined
  /** Where the server listens; undefined until it does. */
  address: Address | undefined
  /** Connections that are open. */
  connections: number
  /** Connections that may be open at once. */
  concurrency: number
  /** Connections that may be open at once from one address. */
  maxPerAddress: number
  /** The clients' sessions: their ids, and where each client comes from. Empty where `acceptor` takes the connections. */
  readonly clients: ReadonlyMap<number, string>
}

/** The heap of a client's session; programs keep their own things here too. */
export interface ClientHeap<Rec, Put> {
  /**
   * The client: `heap.client.put('hello')`. Gone once it has disconnected and no `clientInput` waits for anything any more;
   * putting then is an error of the program.
   */
  client: ReadWrite<Rec, Put>
  /** The client's address; `LOCAL` for a unix socket. With `proxyProtocol`, what the header says. */
  readonly remoteIp: string
  /** 0 for a unix socket. */
  readonly remotePort: number
  /** The same, with the family; null for an unnamed unix peer. */
  readonly remoteAddr: Address | null
  /** What TLS has agreed on, the client's certificate included; undefined where it is not spoken. */
  readonly tls: TlsFacts | undefined
  /** The header of the PROXY protocol; undefined without `proxyProtocol`. */
  readonly proxy: ProxyHeader | undefined
  /** Set once the connection is being ended; no input is handled any more. */
  shutdown: boolean
  /** Whether an error or the end of input ends the connection; the option `clientShutdownOnError` to begin with. */
  shutdownOnError: boolean
  /** Set by the first error that is not the end of input. */
  gotAnError: boolean
}

/** What the callbacks of the listener are given first. */
export type ListenerContext = SessionContext<Untyped, ListenerHeap>

/** What they are given once the server listens. */
export type ListeningContext = SessionContext<
  Untyped,
  ListenerHeap & { readonly address: Address; readonly listener: SocketFactory }
>

/** What the callbacks of a client are given first. */
export type ClientContext<Rec, Put, H> = SessionContext<Untyped, ClientHeap<Rec, Put> & H>
