export const CR = 13
export const LF = 10

/** How lines end, in octets. */
export interface LineEnd {
  /** The end as text; empty for CR, LF, CRLF and LFCR alike. */
  readonly text: string
  /** Octets of an end; of the shortest, where there are several. */
  readonly size: number
  /** Where the first end begins, -1 where there is none. */
  first(octets: Uint8Array, from: number, to: number): number
  /** Where the last whole end is over, -1 where there is none. */
  last(octets: Uint8Array, from: number, to: number): number
}

/** CR, LF, CRLF and LFCR, freely mixed. An end of two octets is found as its first; see {@link lone}. */
export const NEWLINE: LineEnd = {
  text: '',
  size: 1,
  first(octets, from, to) {
    for (let at = from; at < to; at++) if (isNewline(octets[at] as number)) return at
    return -1
  },
  last(octets, from, to) {
    let at = to
    while (at > from && !isNewline(octets[at - 1] as number)) at--
    return at > from ? at : -1
  },
}

/**
 * The octet that may be the first half of a line end, where what is before `to` ends in one; otherwise 0.
 * CR and LF pair off from the left, so in a row of alternating ones the last is alone when their number is odd.
 */
export function lone(octets: Uint8Array, from: number, to: number): number {
  const last = octets[to - 1] as number
  let at = to - 1
  while (at > from && octets[at - 1] === other(octets[at] as number)) at--
  return (to - at) % 2 === 1 ? last : 0
}

/** LF for CR, CR for LF. */
export function other(newline: number): number {
  return CR + LF - newline
}

/** Always the same octets. */
export function literalEnd(text: string, end: Uint8Array): LineEnd {
  const first = (octets: Uint8Array, from: number, to: number) => indexOf(octets, end, from, to)
  const last = overlapsItself(end) ? stepwise : backwards
  return { text, size: end.length, first, last: (octets, from, to) => last(octets, end, from, to) }
}

function isNewline(octet: number): boolean {
  return octet <= CR && (octet === CR || octet === LF)
}

function indexOf(octets: Uint8Array, end: Uint8Array, from: number, to: number): number {
  const lead = end[0] as number
  const stop = to - end.length
  for (let at = from; at <= stop; at++) if (octets[at] === lead && isAt(octets, end, at)) return at
  return -1
}

function backwards(octets: Uint8Array, end: Uint8Array, from: number, to: number): number {
  for (let at = to - end.length; at >= from; at--) if (isAt(octets, end, at)) return at + end.length
  return -1
}

/** Where an end may overlap the next one, as LFLF in LFLFLF, only the way from the left tells which are ends. */
function stepwise(octets: Uint8Array, end: Uint8Array, from: number, to: number): number {
  let past = -1
  for (let at = indexOf(octets, end, from, to); at >= 0; at = indexOf(octets, end, past, to)) past = at + end.length
  return past
}

function isAt(octets: Uint8Array, end: Uint8Array, at: number): boolean {
  for (let i = 0; i < end.length; i++) if (octets[at + i] !== end[i]) return false
  return true
}

function overlapsItself(end: Uint8Array): boolean {
  for (let shift = 1; shift < end.length; shift++)
    if (isAt(end, end.subarray(0, end.length - shift), shift)) return true
  return false
}
