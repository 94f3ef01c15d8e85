// A byte order mark is no part of a head; it must not vanish either.
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })
/** How many arguments a function may safely be given at once. */
const PIECE = 4096

/** Text of one character an octet. */
export function latin1(octets: Uint8Array): string {
  // Of plain ASCII the quick decoder makes the same.
  const text = DECODER.decode(octets)
  if (text.length === octets.length && !text.includes('\ufffd')) return text
  let slow = ''
  for (let at = 0; at < octets.length; at += PIECE)
    slow += String.fromCharCode.apply(null, octets.subarray(at, at + PIECE) as unknown as number[])
  return slow
}

/** The octets of a text of one character an octet. */
export function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at)
  return octets
}
