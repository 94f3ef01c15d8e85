import type { IncomingMessage } from 'node:http'
import { badOption, check, checkOptions, type OptionCheck } from '@poe/errors'
import type { TlsOptions } from '@poe/loop'

/** Where a bridge leads to: `host` and `port`, or `path`. */
export interface BridgeTarget {
  /** Default: `localhost`. */
  readonly host?: string
  /** 1 to 65535. */
  readonly port?: number
  /** A unix socket. */
  readonly path?: string
  /** Has the bridge speak TLS to the target. */
  readonly tls?: TlsOptions
}

/** What a page asks for. */
export interface Asked {
  /** The host a page names; the bridge decides whether it may. */
  readonly host?: string
  /** The port, 1 to 65535. */
  readonly port?: number
  /** The path of a unix socket, in place of both. */
  readonly path?: string
}

/** Where a bridge may lead to: a list, or a function that decides for each page. */
export type Targets = readonly BridgeTarget[] | ((asked: Asked, request: IncomingMessage) => BridgeTarget | undefined)

const TARGET = { host: check.name, port: check.integer(1, 65_535), path: check.name, tls: check.object }
const PORT = /^[1-9]\d{0,4}$/

/** What is wrong with targets, if anything. */
export const isTargets: OptionCheck = (value) =>
  typeof value === 'function' || (Array.isArray(value) && value.length > 0)
    ? undefined
    : 'a list of at least one target, or a function that chooses one'

/** Refuses targets that are none. */
export function checkTargets(targets: Targets): void {
  if (typeof targets !== 'function') targets.forEach(checkTarget)
}

function checkTarget(target: BridgeTarget, at: number): void {
  const taker = `WebSocketBridge, option "targets", number ${at + 1}`
  checkOptions(taker, target, TARGET)
  const { host, port, path, tls } = target
  if ((port === undefined) === (path === undefined)) throw badOption(taker, 'port', port, 'given, or "path"')
  if (path !== undefined && host !== undefined) throw badOption(taker, 'host', host, 'left out where "path" is given')
  if (path !== undefined && tls !== undefined) throw badOption(taker, 'tls', tls, 'left out where "path" is given')
}

/** What the query of a request asks for; null where it makes no sense. */
export function askedBy(query: URLSearchParams): Asked | null {
  const [host, port, path] = ['host', 'port', 'path'].map((name) => query.get(name))
  if (port != null && (!PORT.test(port) || Number(port) > 65_535)) return null
  return {
    ...(host == null ? {} : { host }),
    ...(port == null ? {} : { port: Number(port) }),
    ...(path == null ? {} : { path }),
  }
}

/** The target a request leads to; undefined where it may lead nowhere. Who asks for nothing gets the only one there is. */
export function choose(targets: Targets, asked: Asked, request: IncomingMessage): BridgeTarget | undefined {
  if (typeof targets === 'function') return targets(asked, request)
  if (Object.keys(asked).length === 0) return targets.length === 1 ? targets[0] : undefined
  return targets.find((target) => isSame(target, asked))
}

function isSame({ host = 'localhost', port, path }: BridgeTarget, asked: Asked): boolean {
  if (path !== undefined || asked.path !== undefined) return path === asked.path && asked.port === undefined
  return port === asked.port && host === (asked.host ?? 'localhost')
}
