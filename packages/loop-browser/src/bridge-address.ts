import type { OptionCheck } from '@poe/errors'
import { PoeError } from '@poe/errors'

/** What a connection is asked for. */
export interface BridgeTarget {
  /** The host behind the bridge. Default: what the bridge chooses. */
  readonly host?: string
  /** The port, 1 to 65535. */
  readonly port?: number
  /** A unix socket behind the bridge, in place of both. */
  readonly path?: string
}

/** The address of a bridge, or a function that gives the whole address for a target. */
export type BridgeAddress = string | URL | ((target: BridgeTarget) => string | URL)

/** What is wrong with the address of a bridge, if anything. */
export const checkBridge: OptionCheck = (value) =>
  typeof value === 'function' || value instanceof URL || (typeof value === 'string' && value !== '')
    ? undefined
    : 'the address of a bridge, or a function that gives it'

/** The address to open for a target. @throws PoeError `ERR_POE_BAD_OPTION` where there is none */
export function addressFor(bridge: BridgeAddress, target: BridgeTarget): URL {
  const url = resolve(typeof bridge === 'function' ? bridge(target) : bridge)
  url.protocol = url.protocol.replace(/^http/, 'ws')
  if (typeof bridge === 'function') return url
  for (const name of ['host', 'port', 'path'] as const) {
    const value = target[name]
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
}

/** Relative addresses are those of the page, or of who started the worker, even from a blob. */
function resolve(address: string | URL): URL {
  const { location } = globalThis as { location?: Location }
  const base = location?.protocol === 'blob:' ? location.origin : location?.href
  try {
    return new URL(address, base)
  } catch (cause) {
    const where = `the option "bridge" of webSockets() leads to "${address}", which is no address here; give a whole one`
    throw new PoeError('ERR_POE_BAD_OPTION', `net.connect: ${where}.`, { cause })
  }
}
