const BYTE = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])'
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`)
const GROUP = /^[0-9a-f]{1,4}$/i

/** The four octets of an IPv4 address in its one proper form; null for anything else. */
export function parseIPv4(text: string): Uint8Array | null {
  return IPV4.test(text) ? Uint8Array.from(text.split('.'), Number) : null
}

/** An IPv4 address as text. */
export function formatIPv4(octets: Uint8Array): string {
  return octets.join('.')
}

/** The sixteen octets of an IPv6 address, without zone; null for anything else. */
export function parseIPv6(text: string): Uint8Array | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const parts = halves.map((half, i) => parseGroups(half, i === halves.length - 1))
  const [head, tail = []] = parts as [number[] | null, (number[] | null)?]
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail]
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]))
}

/** An IPv6 address as RFC 5952 writes it. */
export function formatIPv6(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => (octets[2 * i]! << 8) | octets[2 * i + 1]!)
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${formatIPv4(octets.subarray(12))}`
  const [start, length] = longestZeros(groups)
  const text = (from: number, to?: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':')
  return length < 2 ? text(0) : `${text(0, start)}::${text(start + length)}`
}

/** The groups between two `::`; the last one may be an IPv4 address. */
function parseGroups(text: string, last: boolean): number[] | null {
  if (text === '') return []
  const groups: number[] = []
  const words = text.split(':')
  for (const [i, word] of words.entries()) {
    const octets = last && i === words.length - 1 && word.includes('.') ? parseIPv4(word) : null
    if (octets !== null) groups.push((octets[0]! << 8) | octets[1]!, (octets[2]! << 8) | octets[3]!)
    else if (GROUP.test(word)) groups.push(Number.parseInt(word, 16))
    else return null
  }
  return groups
}

function longestZeros(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0]
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (groups[end] === 0) end++
    if (end - start > best[1]) best = [start, end - start]
  }
  return best
}
