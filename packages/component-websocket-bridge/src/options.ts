import type { Server } from 'node:http'
import { badOption, check, checkOptions, type OptionCheck } from '@poe/errors'
import type { Kernel } from '@poe/kernel'
import { isOrigins, type Origins } from './origins.ts'
import { type BridgeTarget, checkTargets, isTargets, type Targets } from './targets.ts'

/** A connection through a bridge, as its callbacks are told of it. */
export interface BridgeConnection {
  /** The session of the connection. */
  readonly id: number
  /** Where the bridge joined it to. */
  readonly target: BridgeTarget
  /** The address of the browser, or of a proxy before the bridge. */
  readonly remoteAddress: string
  /** Where the page comes from; undefined for a program that is no browser. */
  readonly origin: string | undefined
  /** Octets from the page to the target, so far. */
  readonly received: number
  /** Octets from the target to the page, so far. */
  readonly sent: number
}

/** A request that got no connection. */
export interface BridgeRefusal {
  /** `origin`, `target`, `busy` (as many connections as may be), `path`, `request` (no WebSocket). */
  readonly reason: 'origin' | 'target' | 'busy' | 'path' | 'request'
  /** What was asked for: path and query. */
  readonly url: string
  /** Where the page comes from; undefined for a program that is no browser. */
  readonly origin: string | undefined
  /** The address of the browser, or of a proxy before the bridge. */
  readonly remoteAddress: string
}

/** How a bridge is made. */
export interface WebSocketBridgeOptions {
  /** Where it may lead to. A function is asked for each page, and gives a target or undefined. Needed: there is no open bridge. */
  readonly targets: Targets
  /** The port of a web server of its own; 0 lets the system choose. Default: 0. */
  readonly port?: number
  /** An address or name of this machine. Default: every address. */
  readonly address?: string
  /** Instead of `port`: a web server that is there already, which stays its owner's to listen and to close. */
  readonly server?: Server
  /** Where WebSockets are taken. Default: `/poe`. */
  readonly path?: string
  /** Pages from where may use it: a list of origins, `*`, or a function. Default: those of the host they ask. */
  readonly origins?: Origins
  /** Connections at once; more are refused by status 503. Default: 1000. */
  readonly maxConnections?: number
  /** Octets of one message; a larger one ends the connection. Default: 1 MiB. */
  readonly maxMessage?: number
  /** Octets that may wait for the target; a page that could be told so sends no more. Default: 256 KiB. */
  readonly highMark?: number
  /** Milliseconds the target may take to connect. Default: 10,000. */
  readonly connectTimeout?: number
  /** Milliseconds in which octets have to come, from either side. Default: Infinity. */
  readonly idleTimeout?: number
  /** Milliseconds the target may take nothing of what waits for it. Default: 60,000. */
  readonly stallTimeout?: number
  /** Milliseconds between two questions whether the browser is still there; one unanswered ends the connection. Default: 30,000. */
  readonly pingInterval?: number
  /** A name for the listening session. */
  readonly alias?: string
  /** Default: the default kernel. */
  readonly kernel?: Kernel
  /** Called when a target is connected. */
  connected?(connection: BridgeConnection): void
  /** Called when a connection that was told by `connected` has ended. */
  disconnected?(connection: BridgeConnection): void
  /** Called for a request that gets no connection. */
  refused?(refusal: BridgeRefusal): void
}

const OCTETS_MOST = 2 ** 31 - 1

const count: OptionCheck = (value) => (value === Number.POSITIVE_INFINITY ? undefined : check.integer(1)(value))
const span: OptionCheck = (value) => (value === 0 ? 'a number of milliseconds, more than 0' : check.milliseconds(value))

const CHECKS = {
  targets: isTargets,
  port: check.integer(0, 65_535),
  address: check.name,
  server: check.having('a web server', 'on', 'off', 'address'),
  path: (value: unknown) => (typeof value === 'string' && value.startsWith('/') ? undefined : 'a path, from "/" on'),
  origins: isOrigins,
  maxConnections: count,
  maxMessage: check.integer(1, OCTETS_MOST),
  highMark: check.integer(2),
  connectTimeout: span,
  idleTimeout: span,
  stallTimeout: span,
  pingInterval: span,
  alias: check.name,
  kernel: check.object,
  connected: check.callable,
  disconnected: check.callable,
  refused: check.callable,
}

/** Refuses options that are wrong, or do not go together. */
export function checkBridge(options: WebSocketBridgeOptions): void {
  checkOptions('WebSocketBridge', options, CHECKS, ['targets'])
  checkTargets(options.targets)
  for (const name of ['port', 'address'] as const)
    if (options.server !== undefined && options[name] !== undefined)
      throw badOption('WebSocketBridge', name, options[name], 'left out where "server" is given')
}
