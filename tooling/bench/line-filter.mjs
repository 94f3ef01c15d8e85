/** `line-filter.mjs split64`: the line filter alone. Prints `split64_mib_per_cpu_s` and `split64_ns_per_line`. */
if (process.argv[2] === 'split64') {
  process.argv[2] = '8000'
  process.argv[3] = 'utf-8'
  await import('./src/lines/poe-ts.mjs')
}
