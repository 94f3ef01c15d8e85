/** Loaded before a server that runs with `--expose-gc`: at SIGUSR2 it collects, and prints `heap OCTETS`, buffers included. */
process.on('SIGUSR2', () => {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  console.log(`heap ${heapUsed + external}`)
})
