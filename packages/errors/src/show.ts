const LONGEST = 60

/** Shows a given value in an error message: short, quoted where it is text, never throwing. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value))
  if (typeof value === 'function') return value.name === '' ? 'a function' : `function ${value.name}`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  const name = className(value)
  return name === '' || name === 'Object' ? 'an object' : `a ${name}`
}

function className(value: object): string {
  const made: unknown = Object.getPrototypeOf(value)?.constructor
  return typeof made === 'function' ? made.name : ''
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`
}
