const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/

/** What stands for every address: IPv6's, taking IPv4 as well, and IPv4's. */
export const ANY = '::'
export const ANY_IPV4 = '0.0.0.0'

const LOOPBACK = ['127.0.0.1', '::1'] as const

/** Whether this is an address rather than a name. */
export function isAddress(host: string): boolean {
  return IPV4.test(host) || host.includes(':')
}

/** The simulated hosts: names and addresses. */
export class Hosts {
  /** The host that connects where no other is named. */
  readonly own: string
  readonly #declared: boolean
  readonly #addresses = new Map<string, readonly string[]>()
  readonly #names = new Map<string, string>()

  /** @param declared - names with addresses; undefined makes any name one */
  constructor(own: string, declared: Readonly<Record<string, string>> | undefined) {
    this.own = own
    this.#declared = declared !== undefined
    this.#add('localhost', LOOPBACK)
    for (const [name, address] of Object.entries(declared ?? {})) this.#add(name, [address])
    if (this.resolve(own) === null) this.#add(own, ['10.0.0.1'])
  }

  /** The addresses of a name or address; null for a name nobody knows. */
  resolve(host: string): readonly string[] | null {
    if (isAddress(host)) return [host]
    const known = this.#addresses.get(host)
    if (known !== undefined || this.#declared || host.endsWith('.invalid')) return known ?? null
    return this.#add(host, [this.#nextAddress()])
  }

  /** The host that has an address; the address itself where none has. */
  nameOf(address: string): string {
    return this.#names.get(address) ?? (address.startsWith('127.') ? 'localhost' : address)
  }

  /** Whether one of the simulated hosts has the address, so that it can be listened on. */
  has(address: string): boolean {
    return this.#names.has(address) || address.startsWith('127.') || address === ANY || address === ANY_IPV4
  }

  /** The address a host connects from, of the family it connects to where it has one. */
  from(host: string, to: string): string {
    const addresses = this.resolve(host) ?? LOOPBACK
    return addresses.find((address) => address.includes(':') === to.includes(':')) ?? addresses[0]!
  }

  #add(name: string, addresses: readonly string[]): readonly string[] {
    this.#addresses.set(name, addresses)
    for (const address of addresses) if (!this.#names.has(address)) this.#names.set(address, name)
    return addresses
  }

  #nextAddress(): string {
    let count = this.#names.size
    while (this.#names.has(ofCount(count))) count++
    return ofCount(count)
  }
}

function ofCount(count: number): string {
  return `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`
}
