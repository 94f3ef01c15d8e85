/** `spawn.mjs seq|par10`: 500 times `/bin/true` by the Run wheel. Prints `MODE_spawns_per_s` and `MODE_cpu_ms_per_spawn`. */
await import('./src/spawn/spawn.mjs')
