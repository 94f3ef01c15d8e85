/** 64 KiB chunks of 64-byte lines, out of step with where the lines end: CPU time of each line. */

const LINES = 1024
const stream = Buffer.from(`${'x'.repeat(36)}\n${`${'y'.repeat(63)}\n`.repeat(LINES * 3)}`)
const [first, again] = [stream.subarray(0, 65_536), stream.subarray(65_536, 131_072)]

/**
 * @param {number} chunks - how many are split, after a tenth of that to warm up
 * @param {(next: () => Buffer | null, onLine: (line: { length: number }) => void) => void} split
 */
export function measure(chunks, split) {
  let lines = 0
  let units = 0
  const run = (/** @type {number} */ count) => {
    let given = 0
    split(
      () => (given++ === 0 ? first : given <= count ? again : null),
      (line) => {
        lines++
        units += line.length
      },
    )
  }
  run(Math.ceil(chunks / 10))
  lines = units = 0
  const before = process.cpuUsage()
  run(chunks)
  const { user, system } = process.cpuUsage(before)
  if (lines < chunks * LINES || units < lines * 63 - 100) throw new Error(`lines are missing: ${lines}, ${units} units`)
  console.log(`split64_ns_per_line ${(((user + system) * 1000) / lines).toFixed(2)}`)
  console.log(`split64_mib_per_cpu_s ${((chunks * 65_536 * 1e6) / 2 ** 20 / (user + system)).toFixed(1)}`)
}
