import { kernel } from '@poe/poe'
import { createServer } from './server.ts'

const server = createServer({ port: Number(process.env.PORT ?? 12_345) })
kernel.drainOn(['INT', 'TERM']) // Ctrl-C: what is open is finished first; at the second one everything ends at once.

server.listening().then(
  ({ address, port }) => console.log(`Listening at ${address}, port ${port}. Try: nc ${address} ${port}`),
  () => {}, // What is wrong comes out of run() as well.
)
await kernel.run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
