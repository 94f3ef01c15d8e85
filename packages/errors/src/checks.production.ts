import type { OptionCheck } from './options.ts'

/** A check that says only whether: what a value must be instead takes words. */
const isTrue =
  (holds: (value: unknown) => boolean): OptionCheck =>
  (value) =>
    holds(value) ? undefined : ''

const isOf = (type: string): OptionCheck => isTrue((value) => typeof value === type)

const isThing = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

export const text: OptionCheck = isOf('string')
export const name: OptionCheck = isTrue((value) => typeof value === 'string' && value !== '')
export const flag: OptionCheck = isOf('boolean')
export const callable: OptionCheck = isOf('function')
export const object: OptionCheck = isTrue((value) => isThing(value) && !Array.isArray(value))
export const list: OptionCheck = isTrue(Array.isArray)
export const anything: OptionCheck = () => undefined

export function integer(least: number, most = Number.MAX_SAFE_INTEGER): OptionCheck {
  return isTrue((value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)
}

export const milliseconds: OptionCheck = isTrue((value) => typeof value === 'number' && value >= 0)

export function oneOf(...words: readonly string[]): OptionCheck {
  return isTrue((value) => words.includes(value as string))
}

export function having(_what: string, ...methods: readonly string[]): OptionCheck {
  return isTrue((value) => isThing(value) && methods.every((method) => typeof value[method] === 'function'))
}
