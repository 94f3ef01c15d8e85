/** One end of a connection, as a proxy tells of it. */
export interface ProxyAddress {
  /** What kind of address it is. */
  readonly family: 'inet' | 'inet6' | 'unix'
  /** In its usual text; a unix socket's path, which is empty where it has none and begins with NUL where it is abstract. */
  readonly address: string
  /** 0 for unix sockets. */
  readonly port: number
}

/** Something a header of version 2 tells besides. */
export interface ProxyTlv {
  /** 0 to 255; those known are in `PROXY_TLV`. */
  readonly type: number
  /** Its octets, whatever they mean. */
  readonly value: Uint8Array
}

/** What a proxy tells of a connection. */
export interface ProxyHeader {
  /** The version it was written in. */
  readonly version: 1 | 2
  /** Whether the proxy speaks for itself, as health checks do: the connection's own addresses count. */
  readonly local: boolean
  /** `unknown` where the proxy does not tell. */
  readonly transport: 'stream' | 'datagram' | 'unknown'
  /** Who connected to the proxy; null where it is not told, and the connection's own address counts. */
  readonly source: ProxyAddress | null
  /** Where they connected to; null with `source`. */
  readonly destination: ProxyAddress | null
  /** In the order they came; always none in version 1. */
  readonly tlvs: readonly ProxyTlv[]
}

/** The longest header of version 1, its line end included. */
export const LONGEST_TEXT = 107

/** What every header of version 2 begins with. */
export const SIGNATURE: Uint8Array = Uint8Array.of(13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10)

/** The part of a header of version 2 that is always there. */
export const FIXED = 16

/** Octets of the addresses, by the family's number in version 2. */
export const BLOCK: Readonly<Record<number, number>> = { 0: 0, 1: 12, 2: 36, 3: 216 }

/** Octets of a unix socket's path in version 2. */
export const PATH = 108
