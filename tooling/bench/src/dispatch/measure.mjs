/** Runs one program twice, to warm up and to measure, and prints the processor time of one event. */

/** @param {(mode: string, count: number) => Promise<void>} program */
export async function measure(program) {
  const [mode = 'self', count = '1000000'] = process.argv.slice(2)
  await program(mode, Number(count) / 10)
  const before = process.cpuUsage()
  await program(mode, Number(count))
  const { user, system } = process.cpuUsage(before)
  console.log(`cpu_ns_per_event ${(((user + system) * 1000) / Number(count)).toFixed(2)}`)
}
