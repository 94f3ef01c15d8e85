import koffi from 'koffi'
import { describe, expect, it } from 'vitest'
import { valueInit } from './gio.test-kit.ts'
import { openGobject } from './glib.ts'
import { readValues, writeValue } from './values.ts'

const gobject = openGobject('libgobject-2.0.so.0')

/** Types by GLib's numbers, and what is written and read again. */
const values: [type: number, name: string, given: unknown, read: unknown][] = [
  [12, 'char', -5, -5],
  [16, 'uchar', 250, 250],
  [20, 'boolean', true, true],
  [20, 'boolean', false, false],
  [24, 'int', -70_000, -70_000],
  [28, 'uint', 4_000_000_000, 4_000_000_000],
  [32, 'long', -(2 ** 40), -(2 ** 40)],
  [36, 'ulong', 2 ** 40, 2 ** 40],
  [40, 'int64', -(2n ** 62n), -(2n ** 62n)],
  [44, 'uint64', 2n ** 63n, 2n ** 63n],
  [56, 'float', 0.5, 0.5],
  [60, 'double', 0.1, 0.1],
  [64, 'string', 'grüße', 'grüße'],
  [64, 'string', null, null],
  [68, 'pointer', 5n, null],
  [24, 'int', 'text', 0],
  [64, 'string', 5, null],
]

describe('the values of a signal', () => {
  for (const [type, name, given, read] of values)
    it(`are read and written: ${name} ${given}`, () => {
      const memory = new Uint8Array(24)
      valueInit(memory, type)
      const address = koffi.address(memory)
      writeValue(gobject, address, given)
      expect(readValues(gobject, address, 1)).toEqual([read])
    })
})
