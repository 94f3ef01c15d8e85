/** Octets of a text in UTF-8. */
export function octetLength(text: string): number {
  let octets = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) continue
    octets += code < 0x800 ? 1 : 2
    // A pair is four octets: three and one for its halves here. Half a pair is written as U+FFFD, three octets too.
    if (code >= 0xd800 && code < 0xdc00 && isLow(text.charCodeAt(at + 1))) at++
  }
  return octets
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000
}
