import { check, checkOptions } from '@poe/errors'
import type { Address } from '@poe/loop'
import { ProxyDecoder, type ProxyDecoderOptions } from '@poe/proxy-protocol'

/** How the header of the PROXY protocol is taken from accepted connections. */
export interface ProxyAcceptOptions extends ProxyDecoderOptions {
  /** Milliseconds in which the header has to come, whole. Default: 5000. */
  readonly timeout?: number
  /** Connections on their way through header and TLS handshake at once; more are not accepted meanwhile. Default: 256. */
  readonly maxPending?: number
  /** Whether a peer may tell for whom it speaks, by its own address; others are refused. Default: everybody. */
  readonly trusted?: (peer: Address | null) => boolean
}

/** The same, with what was left out. */
export interface ProxySettings {
  readonly decoder: ProxyDecoderOptions
  readonly timeout: number
  readonly maxPending: number
  readonly trusted: (peer: Address | null) => boolean
}

const TIMEOUT = 5000
const MAX_PENDING = 256

const OWN = { timeout: check.milliseconds, maxPending: check.integer(1), trusted: check.callable }

/** Refuses what is no such option. */
export function checkProxyAccept(taker: string, given: unknown): void {
  if (given === true) return
  const { versions, maxLength, ...own } = (check.object(given) === undefined ? given : {}) as ProxyAcceptOptions
  checkOptions(`${taker}, option "proxyProtocol"`, check.object(given) === undefined ? own : given, OWN)
  new ProxyDecoder({
    ...(versions === undefined ? {} : { versions }),
    ...(maxLength === undefined ? {} : { maxLength }),
  })
}

/** Adds the defaults. */
export function proxySettings(given: true | ProxyAcceptOptions): ProxySettings {
  const { timeout = TIMEOUT, maxPending = MAX_PENDING, trusted = () => true, ...decoder } = given === true ? {} : given
  return { timeout, maxPending, trusted, decoder }
}
