/**
 * A serializer of structured clones, for both ends on Node, Bun or Deno: dates, maps, sets, typed arrays, BigInts, cycles.
 *
 * @packageDocumentation
 */
import { deserialize, serialize } from 'node:v8'
import type { Serializer } from './plugs.ts'

/**
 * Structured clones in V8's own format. Functions and symbols are refused; instances of classes come out as plain objects.
 * For peers one trusts: the format is internal to the engine, and not made for hostile input.
 */
export const v8Serializer: Serializer = {
  freeze: (value) => serialize(value),
  thaw: (octets): unknown => deserialize(octets),
}
