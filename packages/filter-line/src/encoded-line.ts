import { PoeError, show } from '@poe/errors'
import { encode, hasOctets, type LineEncoding } from './encoding.ts'

/** The octets of one line and its end, in one chunk as POE does it. */
export function encodedLine(record: string | Uint8Array, end: string, encoding: LineEncoding): Uint8Array {
  const line = typeof record === 'string' ? encode(withOctets(record, encoding), encoding) : record
  const tail = encode(end, encoding)
  const chunk = new Uint8Array(line.length + tail.length)
  chunk.set(line)
  chunk.set(tail, line.length)
  return chunk
}

function withOctets(text: string, encoding: LineEncoding): string {
  if (hasOctets(text, encoding)) return text
  throw new PoeError('ERR_POE_NOT_LATIN1', `${show(text)} has characters above U+00FF; put octets, or use UTF-8.`)
}
