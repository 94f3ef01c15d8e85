import type { Chunk, Driver } from '@poe/driver'
import { assert, assertSame } from './assert.ts'
import { octetsOf } from './octets.ts'

/** Fails unless a driver has so many octets and chunks queued. */
export function assertQueued(driver: Driver, octets: number, messages: number, when: string): void {
  const { empty, outOctets, outMessages, outOctetsAtMost = outOctets } = driver
  assertSame({ empty, outOctets, outMessages }, { empty: octets === 0, outOctets: octets, outMessages: messages }, when)
  assert(
    outOctetsAtMost >= octets && outOctetsAtMost <= 3 * octets,
    `${when}: outOctetsAtMost is ${outOctetsAtMost}, with ${octets} octets queued.`,
  )
}

/** How many of some chunks are not wholly among the first `gone` octets. */
export function unwritten(chunks: readonly Chunk[], gone: number): number {
  let end = 0
  let count = 0
  for (const chunk of chunks) {
    end += octetsOf(chunk).length
    if (chunk.length > 0 && end > gone) count++
  }
  return count
}
