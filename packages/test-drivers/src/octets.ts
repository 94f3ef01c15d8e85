import type { Chunk } from '@poe/driver'

const encoder = new TextEncoder()

/** The octets a chunk stands for. */
export function octetsOf(chunk: Chunk): Uint8Array {
  return typeof chunk === 'string' ? encoder.encode(chunk) : chunk
}

/** The octets of some chunks, each encoded by itself. */
export function joined(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.map(octetsOf)
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Where a text can be cut at or before a place: never between the halves of a character. */
export function wholeCharacters(text: string, at: number): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length))
  const split = (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00
  return split ? at - 1 : at
}
