import { kernel } from '@poe/poe'
import { createServer } from './server.ts'

const server = createServer({ port: Number(process.env.PORT ?? 12_345) })
kernel.drainOn(['INT', 'TERM']) // Ctrl-C: what is open is finished first; at the second one everything ends at once.

const running = kernel.run()
const { address, port } = await server.listening()
console.log(`Listening at ${address}, port ${port}. Try: nc ${address} ${port}`)
await running
