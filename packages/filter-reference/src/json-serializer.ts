import type { Serializer } from './plugs.ts'

/** Refuses octets that are no UTF-8. */
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * JSON in UTF-8: what every language reads. Refuses what JSON would lose without a word: functions, symbols, numbers that
 * are not finite, and undefined but for that of a property, which is left out.
 */
export const jsonSerializer: Serializer = {
  freeze(value) {
    const text: string | undefined = JSON.stringify(value, refuse)
    // A toJSON may give nothing.
    if (text === undefined) throw new TypeError('JSON has no word for it.')
    return text
  },

  thaw: (octets) => JSON.parse(DECODER.decode(octets)),
}

function refuse(this: unknown, key: string, value: unknown): unknown {
  const lost =
    typeof value === 'function' ||
    typeof value === 'symbol' ||
    (typeof value === 'number' && !Number.isFinite(value)) ||
    (value === undefined && (key === '' || Array.isArray(this)))
  if (lost) throw new TypeError(`JSON has no word for ${String(value)}${key === '' ? '' : `, "${key}"`}.`)
  return value
}
