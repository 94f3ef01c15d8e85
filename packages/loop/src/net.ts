import type { Address, DatagramHandle, Listener, SocketHandle } from './handles.ts'

/** TLS as the host understands it; PEM text or octets. */
export interface TlsOptions {
  /** The private key of `cert`. */
  readonly key?: string | Uint8Array
  /** The certificate that is shown to the peer, with those that lead to the root. */
  readonly cert?: string | Uint8Array
  /** Whom to trust, in place of whom the system trusts. */
  readonly ca?: string | Uint8Array
  /** What opens `key`. */
  readonly passphrase?: string
  /** The name asked for and checked, when connecting. Default: the host connected to. */
  readonly serverName?: string
  /** Protocols that are offered, the best first. */
  readonly alpn?: readonly string[]
  /** Whether the peer's certificate must be valid. Default: true when connecting, false when listening. */
  readonly verify?: boolean
  /** Whether clients are asked for a certificate; with `verify` they must show a valid one. Default: false. */
  readonly requestCertificate?: boolean
  /** Milliseconds the handshake may take before it fails with ETIMEDOUT. Default: 10,000. */
  readonly handshakeTimeout?: number
}

/** How a connection is upgraded to TLS. */
export interface SecureOptions extends TlsOptions {
  /** Whether this end is the server of the handshake. */
  readonly server: boolean
  /** Gives the handshake up; the connection is closed then. */
  readonly signal?: AbortSignal
}

/** Where to listen: `port` (and `host`), or `path`. */
export interface ListenOptions {
  /** An address or a name of this machine. Default: every address. */
  readonly host?: string
  /** 0 to 65535; 0 lets the system choose. */
  readonly port?: number
  /** A unix socket; a leading NUL makes it abstract, on Linux. Its file goes with the listener that made it. */
  readonly path?: string
  /** Whether the file of a unix socket is taken over where nobody listens any more. Default: false. */
  readonly takeOver?: boolean
  /** Connections the system keeps waiting. Default: 511. */
  readonly backlog?: number
  /** IPv6 addresses only, where `host` is one. Default: false. */
  readonly ipv6Only?: boolean
  /** Whether small writes leave at once (TCP_NODELAY). Default: true, since writes are joined already. */
  readonly noDelay?: boolean
  /** Connections are TLS. */
  readonly tls?: TlsOptions
  /** Gives the attempt up; a listener that is there is closed by `close()`. */
  readonly signal?: AbortSignal
}

/** Where to connect to: `host` and `port`, or `path`. */
export interface ConnectOptions {
  /** An address, or a name that is looked up. Default: `localhost`. */
  readonly host?: string
  /** 1 to 65535. */
  readonly port?: number
  /** A unix socket; a leading NUL means an abstract one, on Linux. */
  readonly path?: string
  /** The address and port to connect from. */
  readonly bind?: { readonly host?: string; readonly port?: number }
  /** Whether small writes leave at once (TCP_NODELAY). Default: true. */
  readonly noDelay?: boolean
  /** The connection is TLS: it is there once the handshake is over. */
  readonly tls?: TlsOptions
  /** Gives the attempt up. */
  readonly signal?: AbortSignal
}

/** A socket of packets: bound, connected, or both. */
export interface DatagramOptions {
  /** Default: by the addresses that are given, else `inet`. */
  readonly family?: 'inet' | 'inet6'
  /** Where packets are taken. Default: any address, a port of the system's choice. */
  readonly bind?: { readonly host?: string; readonly port?: number }
  /** Packets come from and go to this peer only. */
  readonly remote?: { readonly host: string; readonly port: number }
  /** Whether packets may be sent to everybody. Default: false. */
  readonly broadcast?: boolean
  /** Gives the attempt up. */
  readonly signal?: AbortSignal
}

/**
 * Makes sockets. Each promise settles in a later callback, also when it fails at once, and rejects with a
 * {@link HandleError}, or with `signal.reason`.
 */
export interface NetService {
  /**
   * Fails with syscall `bind`, `listen` or `getaddrinfo`. With `tls`, connections come to be accepted once their handshake is
   * over; one that fails is told as a failed accept, with syscall `handshake`.
   */
  listen(options: ListenOptions): Promise<Listener>
  /** Fails with syscall `connect`, `bind`, `getaddrinfo` or `handshake`. */
  connect(options: ConnectOptions): Promise<SocketHandle>
  /** Makes a socket of packets; fails with syscall `bind` or `connect`. Missing where the host has none. */
  datagram?(options: DatagramOptions): Promise<DatagramHandle>
  /**
   * Upgrades in place: `handle` becomes closed without touching the connection; its unread octets go to TLS first. Where it
   * fails, or is given up, the connection is closed.
   */
  secure?(handle: SocketHandle, options: SecureOptions): Promise<SocketHandle>
  /** How an address is written: `127.0.0.1:80`, `[::1]:80`, a path. */
  format?(address: Address): string
}
