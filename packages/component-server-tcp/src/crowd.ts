/** Who is connected: the clients' sessions, and how many come from each address. */
export class Crowd {
  /** Session ids, with the address of each. */
  readonly clients = new Map<number, string>()
  /** There once somebody has asked: most servers never do. */
  #counts: Map<string, number> | null = null

  add(session: number, address: string): void {
    this.clients.set(session, address)
    this.#counts?.set(address, this.from(address) + 1)
  }

  /** Whether the session was a client's. */
  remove(session: number): boolean {
    const address = this.clients.get(session)
    if (address === undefined) return false
    this.clients.delete(session)
    if (this.#counts === null) return true
    const left = this.from(address) - 1
    if (left === 0) this.#counts.delete(address)
    else this.#counts.set(address, left)
    return true
  }

  /** How many are connected from an address. */
  from(address: string): number {
    this.#counts ??= this.#count()
    return this.#counts.get(address) ?? 0
  }

  #count(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const address of this.clients.values()) counts.set(address, (counts.get(address) ?? 0) + 1)
    return counts
  }
}
