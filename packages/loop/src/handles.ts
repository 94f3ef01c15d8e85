import type { HandleError } from './handle-error.ts'
import type { TlsFacts } from './tls-facts.ts'

/** Octets on their way out; a string stands for its UTF-8 octets. */
export type Chunk = Uint8Array | string

/** What a handle is watched for: octets to take, room for octets, urgent data. */
export type Mode = 'read' | 'write' | 'expedite'

/** Where a handle is in its life. `ended` and `failed` appear only after reading or writing has told so. */
export type HandleState = 'open' | 'ended' | 'failed' | 'closed'

/**
 * What every handle is: something that can be watched. One watcher per mode; a kernel shares it among sessions.
 *
 * A handle promises:
 *
 * 1. `ready` repeats while something can be taken or an untold end or failure waits: level-triggered.
 * 2. A paused mode is not called, nor told of an end or failure, until it is resumed.
 * 3. Nothing of a handle is called after its `close()`, even inside its own callback.
 */
export interface Watchable {
  /** Unique among the handles of a loop. */
  readonly id: number
  /** How it stands. */
  readonly state: HandleState
  /** Why the handle failed, or why the last operation was refused. */
  readonly error: HandleError | null
  /** Octets the loop may hold beyond a pause; Infinity where reading cannot be stopped. */
  readonly readAhead: number
  /** @throws PoeError `ERR_POE_NO_MODE` for a mode the handle lacks */
  watch(mode: Mode, ready: () => void): void
  /** Ends {@link watch} of a mode. */
  ignore(mode: Mode): void
  /** Calls nobody in a mode until `resume`; the watcher stays. */
  pause(mode: Mode): void
  /** Ends {@link pause} of a mode. */
  resume(mode: Mode): void
  /** Ends the handle now: drops what is unread and unsent. Twice is fine. */
  close(): void
}

/** A stream of octets, both ways or one: a socket, a pipe to a program, a terminal, a file read in sequence. */
export interface StreamHandle extends Watchable {
  /** At most `max` octets; null means nothing now: look at `state`. */
  read(max: number): Uint8Array | null
  /** Puts octets back in front, for whoever reads next. */
  unread(octets: Uint8Array): void
  /**
   * Takes what it can and gives back the rest, or null. Never waits, never calls back inside. After `shutdown`, a failure
   * or `close` it drops what it is given.
   */
  write(chunk: Chunk): Chunk | null
  /** Octets taken but not yet the operating system's. Ready to write means: this is 0, or writing has failed. */
  readonly pending: number
  /** End of output, after what was taken. Reading goes on. */
  shutdown(): void
}

/** Where a socket is or leads to. `port` is 0 for a unix socket, whose `address` is its path. */
export interface Address {
  /** What kind of address it is. */
  readonly family: 'inet' | 'inet6' | 'unix' | 'virtual'
  /** In its usual text; of a unix socket the path, which may be empty. */
  readonly address: string
  /** 0 for unix sockets. */
  readonly port: number
}

/** The two ends of a connection. */
export interface Ends {
  /** Our end. */
  readonly local: Address
  /** Null for the unnamed peer of a unix socket. */
  readonly remote: Address | null
}

/** A stream with an address at each end. */
export interface SocketHandle extends StreamHandle, Ends {
  /** What TLS has agreed on; undefined where the connection does not speak it. */
  readonly tls?: TlsFacts | undefined
  /** The ends of the socket itself, where {@link readdress} has given it others; undefined elsewhere. */
  readonly direct?: Ends | undefined
  /** From now on the ends are these, which a proxy has told; an upgrade to TLS keeps them. Missing where a loop cannot. */
  readdress?(told: Ends): void
}

/** A listening socket, watched for reading: one `accept()` per readiness. */
export interface Listener extends Watchable {
  /** A connection, or null: nobody waits (`error` is null), or accepting failed (`error` says why; still listening). */
  accept(): SocketHandle | null
  /** Where it listens: the port that was chosen, where 0 was asked for. */
  readonly local: Address
}

/** One packet and where it came from. */
export interface Datagram {
  /** The packet, whole. */
  readonly data: Uint8Array
  /** Who sent it. */
  readonly from: Address
}

/** A socket of packets. */
export interface DatagramHandle extends Watchable {
  /** The next packet; null where none waits. */
  receive(): Datagram | null
  /** False: not taken, because it would wait or is too large (`error` tells). Without `to`: the connected peer. */
  send(data: Uint8Array, to?: Address): boolean
  /** The address it is bound to. */
  readonly local: Address
  /** Packets that came while the queue of unread ones was full. */
  readonly dropped: number
}
