/** How many octets the UTF-8 of a text has from unit `from` up to unit `to`; a half pair counts as U+FFFD. */
export function octetLength(text: string, from = 0, to: number = text.length): number {
  let octets = 0
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) octets += 1
    else if (unit < 0x800) octets += 2
    else if (isPair(text, i) && i + 1 < to) {
      octets += 4
      i++
    } else octets += 3
  }
  return octets
}

/** Whether the units at `at` and behind it are the two halves of one character. */
export function isPair(text: string, at: number): boolean {
  return isHigh(text, at) && isLow(text, at + 1)
}

/** Whether a unit is the first half of a pair. */
export function isHigh(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800
}

/** Whether a unit is the second half of a pair. */
export function isLow(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00
}
