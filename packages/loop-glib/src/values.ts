import koffi from 'koffi'
import type { Gobject } from './glib.ts'
import type { SignalValue } from './types.ts'

/** A GValue: a type, and sixteen octets for the value. */
const VALUE_SIZE = 24n
const VALUE_AT = 8n

/** GLib's fundamental types, by their numbers, as `koffi` reads them; all others are addresses. */
const KINDS: Readonly<Record<number, string>> = {
  12: 'int8',
  16: 'uint8',
  20: 'int',
  24: 'int',
  28: 'uint',
  32: 'long',
  36: 'ulong',
  40: 'int64',
  44: 'uint64',
  48: 'int',
  52: 'uint',
  56: 'float',
  60: 'double',
  64: 'char *',
}
const BOOLEAN = 20
const STRING = 64

/** Reads the values a signal carries. */
export function readValues(gobject: Gobject, values: bigint, count: number): SignalValue[] {
  return Array.from({ length: count }, (_, i) => readValue(gobject, values + BigInt(i) * VALUE_SIZE))
}

function readValue(gobject: Gobject, value: bigint): SignalValue {
  const kind = kindOf(gobject, value)
  const read = koffi.decode(value + VALUE_AT, KINDS[kind] ?? 'void *')
  return kind === BOOLEAN ? read !== 0 : read
}

/** Sets what a signal is answered, where `answer` is of the kind it wants; else what is there stays. */
export function writeValue(gobject: Gobject, value: bigint, answer: unknown): void {
  const kind = kindOf(gobject, value)
  const type = KINDS[kind]
  if (kind === BOOLEAN && typeof answer === 'boolean') koffi.encode(value + VALUE_AT, 'int', answer ? 1 : 0)
  else if (kind === STRING && typeof answer === 'string') gobject.g_value_set_string(value, answer)
  else if (kind !== BOOLEAN && kind !== STRING && type !== undefined && isNumber(answer))
    koffi.encode(value + VALUE_AT, type, answer)
}

function isNumber(answer: unknown): answer is number | bigint {
  return typeof answer === 'number' || typeof answer === 'bigint'
}

function kindOf(gobject: Gobject, value: bigint): number {
  return Number(gobject.g_type_fundamental(BigInt(koffi.decode(value, 'size_t'))))
}
