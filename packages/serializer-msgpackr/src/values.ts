import { PoeError, show } from '@poe/errors'

/** Which types there are, and how deep values may lie in each other. */
export interface Limits {
  readonly moreTypes: boolean
  readonly mapsAsObjects: boolean
  readonly maxDepth: number
}

const LEAST_INTEGER = -(2n ** 63n)
const MOST_INTEGER = 2n ** 64n - 1n

/** Fails unless all of a value comes out as it goes in. @throws PoeError `ERR_POE_NOT_SERIALIZABLE` */
export function assertCarried(value: unknown, limits: Limits, depth = 0): void {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return
  if (typeof value === 'object') assertObject(value, limits, depth + 1)
  else if (typeof value === 'bigint') assertBigInt(value, limits)
  else if (value !== undefined || !limits.moreTypes) throw lost(value)
}

function assertBigInt(value: bigint, { moreTypes }: Limits): void {
  if (moreTypes || (value >= LEAST_INTEGER && value <= MOST_INTEGER)) return
  throw refused('a BigInt of more than 64 bits is of moreTypes')
}

function assertObject(value: object, limits: Limits, depth: number): void {
  if (value instanceof Uint8Array) return
  if (value instanceof Date) assertDate(value)
  else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) assertMore(value, limits)
  else assertDeeper(value, limits, depth)
}

function assertDeeper(value: object, limits: Limits, depth: number): void {
  if (depth > limits.maxDepth)
    throw refused(`values lie more than ${limits.maxDepth} deep in each other, or in themselves`)
  if (Array.isArray(value)) for (const one of value) assertCarried(one, limits, depth)
  else if (value instanceof Map) assertMap(value, limits, depth)
  else if (value instanceof Set) assertSet(value, limits, depth)
  else assertPlain(value, limits, depth)
}

function assertDate(date: Date): void {
  if (Number.isNaN(date.getTime())) throw refused('an invalid date')
}

function assertMore(value: object, { moreTypes }: Limits): void {
  if (!moreTypes) throw refused(`${Object.prototype.toString.call(value)} is of moreTypes`)
}

function assertMap(map: ReadonlyMap<unknown, unknown>, limits: Limits, depth: number): void {
  if (limits.mapsAsObjects) throw refused('a Map needs mapsAsObjects: false')
  for (const [key, one] of map) {
    assertCarried(key, limits, depth)
    assertCarried(one, limits, depth)
  }
}

function assertSet(set: ReadonlySet<unknown>, limits: Limits, depth: number): void {
  assertMore(set, limits)
  for (const one of set) assertCarried(one, limits, depth)
}

function assertPlain(value: object, limits: Limits, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw lost(value)
  for (const [key, one] of Object.entries(value)) {
    if (key === '__proto__') throw refused('a property "__proto__"')
    // Left out, as JSON does, unless there is a word for it.
    if (one !== undefined) assertCarried(one, limits, depth)
  }
}

function lost(value: unknown): PoeError {
  return refused(`there is no word for ${typeof value === 'symbol' ? 'a symbol' : show(value)}`)
}

function refused(why: string): PoeError {
  return new PoeError('ERR_POE_NOT_SERIALIZABLE', `MessagePack: ${why}.`)
}
