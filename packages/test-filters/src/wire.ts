import { equal } from './equal.ts'

/** The input of a filter, which can be cut between any two of its units: octets, or items. */
export interface Wire<In> {
  /** How many units there are. */
  readonly length: number
  /** The word for a unit. */
  readonly unit: 'octet' | 'item'
  /** The units of a range as new input, in one chunk where they are octets. */
  cut(from: number, to?: number): In[]
  /** How many units are in some input. */
  sizeOf(input: readonly In[]): number
  /** Whether some input is the units of a range. */
  is(input: readonly In[], from: number, to: number): boolean
  /** As many units as wanted, all of them the last one. */
  more(count: number): In[]
}

/** The octets of some chunks; text stands for its UTF-8 octets. */
export function octetsOf(chunks: readonly unknown[]): Uint8Array {
  const encoder = new TextEncoder()
  const parts = chunks.map((chunk) => (typeof chunk === 'string' ? encoder.encode(chunk) : (chunk as Uint8Array)))
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** The wire of some octets. */
export function octetWire(chunks: readonly unknown[]): Wire<Uint8Array> {
  const all = octetsOf(chunks)
  return {
    length: all.length,
    unit: 'octet',
    cut: (from, to = all.length) => [all.slice(from, to)],
    sizeOf: (input) => octetsOf(input).length,
    is: (input, from, to) => equal(octetsOf(input), all.subarray(from, to)),
    more: (count) => [new Uint8Array(count).fill(all.at(-1) ?? 0)],
  }
}

/** The wire of some items. */
export function itemWire<In>(all: readonly In[]): Wire<In> {
  return {
    length: all.length,
    unit: 'item',
    cut: (from, to) => all.slice(from, to),
    sizeOf: (input) => input.length,
    is: (input, from, to) => equal(input, all.slice(from, to)),
    more: (count) => new Array<In>(count).fill(all.at(-1) as In),
  }
}
