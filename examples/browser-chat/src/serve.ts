/**
 * The page, and the bridge by which it reaches the chat room of `nc`. `PORT` chooses the port of the web server, `CHAT_PORT` says
 * where the chat room is.
 */
import { fileURLToPath } from 'node:url'
import { WebSocketBridge } from '@poe/component-websocket-bridge'
import { kernel } from '@poe/poe'
import { pages } from './pages.ts'

const server = pages(fileURLToPath(new URL('../dist', import.meta.url)))
const chat = { host: '127.0.0.1', port: Number(process.env.CHAT_PORT ?? 12345) }

const bridge = new WebSocketBridge({ server, targets: [chat] })
void bridge.listening().then(({ port }) => console.log(`Open http://127.0.0.1:${port}/`))

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1')
kernel.drainOn(['INT', 'TERM'])
await kernel.run()
server.close()
server.closeAllConnections()
