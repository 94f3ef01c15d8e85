import type { Chunk, StreamHandle } from '@poe/loop'
import { ok } from '../expect.ts'
import type { Rig } from '../rig.ts'

/** More than any system holds on its way. */
const ENDLESS = 32 * 1_048_576

const PIECE = 16_384

/** The octets of a text. */
export function octetsOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Octets among which none can be lost or moved unnoticed. */
export function patternOf(length: number): Uint8Array {
  const octets = new Uint8Array(length)
  for (let at = 0; at < length; at++) octets[at] = at * 31 + (at >> 8) * 7 + (at >> 16)
  return octets
}

/** Whether two runs of octets are the same. */
export function isSame(one: Uint8Array, two: Uint8Array): boolean {
  return one.byteLength === two.byteLength && one.every((octet, at) => octet === two[at])
}

/** Writes all of a chunk, as the handle takes it. */
export function writeAll(rig: Rig, handle: StreamHandle, chunk: Chunk, done: () => void = () => {}): void {
  let left: Chunk | null = chunk
  rig.watch(handle, 'write', () => {
    if (left !== null) left = handle.write(left)
    if (left !== null) return
    handle.ignore('write')
    done()
  })
}

/** Writes octets at one end, and answers with as many that came out at the other. */
export async function hearAll(rig: Rig, from: StreamHandle, to: StreamHandle, sent: Uint8Array): Promise<Uint8Array> {
  const heard = rig.follow(to)
  writeAll(rig, from, sent)
  await rig.until(() => heard.octets >= sent.byteLength, `${sent.byteLength} octets`)
  return heard.joined
}

/** Writes the pattern until the handle takes no more, and answers with how many octets it took. */
export function fill(handle: StreamHandle): number {
  const pattern = patternOf(ENDLESS)
  let taken = 0
  while (taken < ENDLESS) {
    const piece = pattern.subarray(taken, taken + PIECE)
    const left = handle.write(piece)
    taken += piece.byteLength - (left?.length ?? 0)
    ok(handle.state === 'open', `write() to an open handle made it ${handle.state}`)
    if (left !== null) return taken
  }
  throw new Error('write() takes without end, though nobody reads')
}
