/** The Castagnoli polynomial, its bits reversed. */
const POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let sum = octet
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1
  return sum
})

/** The CRC32C of octets: RFC 4960, appendix B. */
export function crc32c(octets: Uint8Array): number {
  let sum = 0xffffffff
  for (const octet of octets) sum = (sum >>> 8) ^ TABLE[(sum ^ octet) & 255]!
  return (sum ^ 0xffffffff) >>> 0
}
