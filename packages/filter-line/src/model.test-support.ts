/** A line and its end: octets `from` to `end`, then the line end up to `past`. */
export interface Cut {
  readonly from: number
  readonly end: number
  readonly past: number
}

/** Where the lines of an input are that is there as a whole: the simplest thing that is right. */
export type Model = (whole: Uint8Array) => Cut[]

function cut(whole: Uint8Array, sizeAt: (at: number) => number): Cut[] {
  const lines: Cut[] = []
  let from = 0
  for (let at = 0; at < whole.length; ) {
    const size = sizeAt(at)
    if (size > 0) lines.push({ from, end: at, past: (from = at + size) })
    at += Math.max(size, 1)
  }
  return lines
}

const newlineSize = (whole: Uint8Array, at: number) => {
  const octet = whole[at]!
  if (octet !== 13 && octet !== 10) return 0
  return whole[at + 1] === 23 - octet ? 2 : 1
}

/** CR, LF, CRLF and LFCR. */
export const NEWLINES: Model = (whole) => cut(whole, (at) => newlineSize(whole, at))

/** One sequence of octets. */
export const literal =
  (end: readonly number[]): Model =>
  (whole) =>
    cut(whole, (at) => (end.every((octet, i) => whole[at + i] === octet) ? end.length : 0))

/** The first of CR, LF, CRLF and LFCR, then only that. */
export const detected: Model = (whole) => {
  const first = NEWLINES(whole)[0]
  return first === undefined ? [] : literal([...whole.subarray(first.end, first.past)])(whole)
}

/** What a regular expression leaves of a text. */
export const regexp =
  (end: RegExp, decode: (octets: Uint8Array) => string) =>
  (whole: Uint8Array): string[] =>
    decode(whole).split(end).slice(0, -1)
