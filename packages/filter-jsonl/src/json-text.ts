import { PoeError, show } from '@poe/errors'

type Visit = (this: unknown, key: string, value: unknown) => unknown

/**
 * The JSON of a value on one line.
 *
 * @throws PoeError `ERR_POE_NOT_JSON` where JSON has no words for it or for a part of it
 */
export function jsonOf(value: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value, refuse)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)
    throw new PoeError('ERR_POE_NOT_JSON', `JsonLinesFilter cannot put ${show(value)}: ${why}`, { cause })
  }
  // A toJSON may give nothing.
  if (text === undefined) throw new PoeError('ERR_POE_NOT_JSON', `JsonLinesFilter cannot put ${show(value)}.`)
  return text
}

/** Throws at what JSON.stringify would leave out or make null. A property that is undefined counts as not there. */
const refuse: Visit = function (key, value) {
  const lost =
    typeof value === 'function' ||
    typeof value === 'symbol' ||
    typeof value === 'bigint' ||
    (typeof value === 'number' && !Number.isFinite(value)) ||
    (value === undefined && (key === '' || Array.isArray(this)))
  if (lost) throw new TypeError(`${key === '' ? '' : `"${key}" is `}${show(value)}, for which JSON has no word.`)
  return value
}
