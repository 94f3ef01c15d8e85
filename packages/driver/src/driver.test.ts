import { expect, expectTypeOf, it } from 'vitest'
import type { Chunk, Driver, DriverHandle } from './index.ts'

it('asks of a handle only what an object literal can give', () => {
  const handle: DriverHandle = { read: () => null, write: (chunk) => chunk, pending: 0 }
  expect(handle.write('a')).toBe('a')
})

it('writes text and octets', () => {
  expectTypeOf<Chunk>().toEqualTypeOf<string | Uint8Array>()
  expectTypeOf<Driver['put']>().parameter(0).toEqualTypeOf<readonly Chunk[]>()
  expectTypeOf<Driver['flush']>().returns.toEqualTypeOf<number>()
})
