import type { Random } from './random.ts'

/** Octets that mean something to one filter or another. */
const TELLING = [0, 10, 13, 32, 34, 45, 48, 49, 57, 58, 59, 91, 123, 125, 0x7f, 0x80, 0xc3, 0xe2, 0xed, 0xf0, 0xff]

/** What can go wrong with octets on their way. */
const CHANGES: readonly ((random: Random, octets: Uint8Array) => Uint8Array)[] = [
  (random, octets) => octets.with(random.below(octets.length), random.below(256)),
  (random, octets) => octets.with(random.below(octets.length), random.pick(TELLING)),
  (random, octets) => spliced(octets, random.below(octets.length), 0, Uint8Array.of(random.pick(TELLING))),
  (random, octets) => spliced(octets, random.below(octets.length), 0, random.octets(8)),
  (random, octets) => spliced(octets, random.below(octets.length), 1 + random.below(8)),
  (random, octets) => octets.slice(0, random.below(octets.length)),
  (random, octets) => spliced(octets, random.below(octets.length), 0, piece(random, octets)),
  (random, octets) => spliced(octets, random.below(octets.length), 0, digits(random)),
]

/** The same with up to four things wrong; now and then with none. */
export function mutated(random: Random, octets: Uint8Array): Uint8Array {
  let changed = octets
  for (let left = random.below(5); left > 0 && changed.length > 0; left--)
    changed = random.pick(CHANGES)(random, changed)
  return changed
}

function spliced(octets: Uint8Array, at: number, gone: number, more: Uint8Array = new Uint8Array(0)): Uint8Array {
  return Uint8Array.of(...octets.subarray(0, at), ...more, ...octets.subarray(at + gone))
}

function piece(random: Random, octets: Uint8Array): Uint8Array {
  const at = random.below(octets.length)
  return octets.slice(at, at + 1 + random.below(40))
}

/** Numbers as lengths are: small, huge, with signs and zeros. */
function digits(random: Random): Uint8Array {
  const text = random.pick([
    '0',
    '00',
    '1',
    '-1',
    '+1',
    '9',
    '65536',
    '4294967296',
    '1000000000000000000',
    '1e3',
    '0x10',
  ])
  return new TextEncoder().encode(text)
}
