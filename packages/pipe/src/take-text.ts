import type { Flow } from './flow.ts'

const encoder = new TextEncoder()

/** Octets a unit of text has at most. */
const WIDEST = 3

/** Has a flow take as many whole characters as there is room for; gives back the others. */
export function takeText(flow: Flow, text: string, room: number): string | null {
  if (text.length * WIDEST <= room) {
    flow.take(encoder.encode(text))
    return null
  }
  const octets = new Uint8Array(Math.min(Math.max(room, 0), text.length * WIDEST))
  const { read, written } = encoder.encodeInto(text, octets)
  if (written > 0) flow.take(octets.subarray(0, written))
  return read === text.length ? null : text.slice(read)
}
