import type { OptionCheck } from './options.ts'

/** Text, possibly empty. */
export const text: OptionCheck = (value) => (typeof value === 'string' ? undefined : 'a string')

/** Text of at least one character: names of events, aliases, paths. */
export const name: OptionCheck = (value) =>
  typeof value === 'string' && value !== '' ? undefined : 'a string of at least one character'

/** True or false, nothing that merely looks so. */
export const flag: OptionCheck = (value) => (typeof value === 'boolean' ? undefined : 'true or false')

/** A function. */
export const callable: OptionCheck = (value) => (typeof value === 'function' ? undefined : 'a function')

/** An object that is not an array. */
export const object: OptionCheck = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'an object'

/** An array. */
export const list: OptionCheck = (value) => (Array.isArray(value) ? undefined : 'an array')

/** Anything at all. */
export const anything: OptionCheck = () => undefined

/** A whole number from `least` to `most`, both included. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): OptionCheck {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  return (value) =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `a whole number ${range}`
}

/** A span of time in milliseconds: zero or more, fractions and Infinity allowed. */
export const milliseconds: OptionCheck = (value) =>
  typeof value === 'number' && value >= 0 ? undefined : 'a number of milliseconds, 0 or more'

/** One of a few words. */
export function oneOf(...words: readonly string[]): OptionCheck {
  const wanted = words.map((word) => `"${word}"`).join(' or ')
  return (value) => (words.includes(value as string) ? undefined : wanted)
}

/** An object that has these methods: a filter, a driver, a handle. */
export function having(what: string, ...methods: readonly string[]): OptionCheck {
  return (value) => {
    if (typeof value !== 'object' || value === null) return what
    // In a loop: a server looks at some things for each connection.
    for (const method of methods)
      if (typeof (value as Record<string, unknown>)[method] !== 'function')
        return `${what} (it has no method "${method}")`
    return undefined
  }
}
