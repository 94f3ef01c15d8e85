import type { Address } from '@poe/loop'
import { ANY, ANY_IPV4 } from './hosts.ts'

/** The first of the ports the system chooses from, and the last. */
const FIRST = 49_152
const LAST = 65_535

/** Somebody who is bound to an address and port. */
export interface Bound {
  readonly local: Address
  /** Whether `::` leaves IPv4 alone. */
  readonly ipv6Only?: boolean
}

/** Who is bound where, for one protocol. */
export class Ports<T extends Bound> {
  readonly #bound = new Map<number, T[]>()
  #next = FIRST

  /** A free port of the system's choice; null when there is none. */
  choose(): number | null {
    for (let tries = FIRST; tries <= LAST; tries++) {
      const port = this.#next
      this.#next = port === LAST ? FIRST : port + 1
      if (!this.#bound.has(port)) return port
    }
    return null
  }

  /** Whether somebody is in the way of binding here. */
  isTaken(address: string, port: number): boolean {
    return this.at(port).some((bound) => overlap(bound.local.address, address))
  }

  bind(bound: T): void {
    this.#bound.set(bound.local.port, [...this.at(bound.local.port), bound])
  }

  free(bound: T): void {
    const left = this.at(bound.local.port).filter((other) => other !== bound)
    if (left.length === 0) this.#bound.delete(bound.local.port)
    else this.#bound.set(bound.local.port, left)
  }

  /** Who gets what is sent to an address and port. */
  find(address: string, port: number): T | undefined {
    return this.at(port).find((bound) => serves(bound, address))
  }

  /** Everybody bound to a port, whatever the address. */
  at(port: number): readonly T[] {
    return this.#bound.get(port) ?? []
  }
}

function overlap(one: string, other: string): boolean {
  return one === other || [one, other].some((address) => address === ANY || address === ANY_IPV4)
}

function serves({ local, ipv6Only }: Bound, address: string): boolean {
  if (local.address === address) return true
  if (local.address === ANY) return ipv6Only !== true || address.includes(':')
  return local.address === ANY_IPV4 && !address.includes(':')
}
