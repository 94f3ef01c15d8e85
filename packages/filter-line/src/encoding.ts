/** What lines are made of: text from UTF-8, text of one character an octet (ISO 8859-1), or octets. */
export type LineEncoding = 'utf-8' | 'latin1' | 'bytes'

/** Turns octets into text, many times over. */
export type Decode = (octets: Uint8Array) => string

// A byte order mark is a character like any other: this is the middle of a stream, not the head of a file.
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })
const ENCODER = new TextEncoder()
/** How many arguments a function may safely be given at once. */
const PIECE = 4096

/** Decodes one run of octets that ends where a character ends. */
export function decoderOf(encoding: LineEncoding): Decode {
  return encoding === 'utf-8' ? decodeUtf8 : decodeLatin1
}

/** Decodes the successive chunks of one stream; half a character waits for the other half. */
export function streamDecoderOf(encoding: LineEncoding): Decode {
  if (encoding !== 'utf-8') return decodeLatin1
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return (octets) => decoder.decode(octets, { stream: true })
}

/** The octets of a text of which {@link hasOctets} is true. */
export function encode(text: string, encoding: LineEncoding): Uint8Array {
  return encoding === 'latin1' ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : ENCODER.encode(text)
}

/** Whether a text survives being octets. U+FFFD does not: it also stands for octets that are no UTF-8. */
export function hasOctets(text: string, encoding: LineEncoding): boolean {
  if (encoding !== 'latin1') return !text.includes('\ufffd') && decodeUtf8(ENCODER.encode(text)) === text
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false
  return true
}

/** How many of the octets, of which `text` was made, the first `units` of its UTF-16 units stand for. */
export function octetsOfUnits(text: string, octets: Uint8Array, units: number): number {
  // No character has more units than octets, so where the sums are equal every unit is one octet.
  if (text.length === octets.length) return units
  let at = 0
  for (let left = units; left > 0 && at < octets.length; ) {
    const size = sizeAt(octets, at)
    left -= size === 4 ? 2 : 1
    // Half a pair asked for: the octets stay with the other half, as nothing may get lost.
    if (left >= 0) at += size
  }
  return at
}

function decodeUtf8(octets: Uint8Array): string {
  return DECODER.decode(octets)
}

function decodeLatin1(octets: Uint8Array): string {
  // The label "latin1" of a TextDecoder means windows-1252; for plain ASCII the quick one will do.
  const text = DECODER.decode(octets)
  return text.length === octets.length && !text.includes('\ufffd') ? text : fromCodes(octets)
}

function fromCodes(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at += PIECE)
    text += String.fromCharCode.apply(null, octets.subarray(at, at + PIECE) as unknown as number[])
  return text
}

/** Octets of the character at `at`, or of the broken beginning of one that becomes a single U+FFFD. */
function sizeAt(octets: Uint8Array, at: number): number {
  const lead = octets[at] as number
  const more = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  let size = 1
  for (; size <= more; size++) {
    const octet = octets[at + size]
    if (octet === undefined || octet < low || octet > high) break
    low = 0x80
    high = 0xbf
  }
  return size
}
