import koffi from 'koffi'

const encoder = new TextEncoder()
/** How Tcl writes a NUL within a text. */
const NUL = [0xc0, 0x80]

/** A text in Tcl's own kind of UTF-8, ended by a NUL. */
export function toTcl(text: string): Uint8Array {
  const octets = encoder.encode(`${text}\0`)
  return text.includes('\0') ? withoutNuls(octets) : octets
}

function withoutNuls(octets: Uint8Array): Uint8Array {
  const last = octets.length - 1
  return Uint8Array.from([...octets.subarray(0, last)].flatMap((octet) => (octet === 0 ? NUL : octet)).concat(0))
}

/** The text at an address, of so many octets: the halves of what lies beyond 16 bits come one by one, as in JavaScript. */
export function fromTcl(address: bigint, length: number): string {
  const octets = new Uint8Array(koffi.decode(address, 'uint8', length))
  let text = ''
  for (let at = 0; at < length; ) {
    const first = octets[at]!
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    let code = size === 1 ? first : first & (0x7f >> size)
    for (let i = 1; i < size; i++) code = (code << 6) | (octets[at + i]! & 0x3f)
    text += String.fromCodePoint(code)
    at += size
  }
  return text
}

/** A word of a command, so written that Tcl takes it as it is. */
export function quote(word: string): string {
  if (word === '') return '{}'
  return word.replace(/[^\w\-.:/,=+@%\u0080-\uffff]/g, (sign) => ESCAPES[sign] ?? escaped(sign))
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' }

function escaped(sign: string): string {
  const code = sign.charCodeAt(0)
  return code < 0x20 || code === 0x7f ? `\\u${code.toString(16).padStart(4, '0')}` : `\\${sign}`
}
