/**
 * An echo server for tests of sockets: its options come as JSON in `SERVER`, key and certificates as files in `TLS_KEY`,
 * `TLS_CERT`, `TLS_CA`. It prints who comes and goes; the line `state` is answered with what it has open.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { kernel, TcpServer, type TcpServerOptions, type WheelError } from '@poe/poe'

const { SERVER = '{}', TLS_KEY, TLS_CERT, TLS_CA } = process.env

const file = (path: string): string => readFileSync(path, 'utf8')

const tls =
  TLS_KEY === undefined || TLS_CERT === undefined
    ? {}
    : { key: file(TLS_KEY), cert: file(TLS_CERT), ...(TLS_CA === undefined ? {} : { ca: file(TLS_CA) }) }

const given = JSON.parse(SERVER) as Partial<TcpServerOptions<string, string, object>>
const place = given.domain === 'unix' ? {} : { port: 0, address: '127.0.0.1' }
const told = ({ operation, code }: WheelError): string => `error ${operation} ${code || 'END'}`

/** Descriptors that are open, what the kernel keeps, and what the host does. */
function state(): string {
  const alive = process.getActiveResourcesInfo().filter((name) => name.endsWith('Wrap')).length
  return `state ${readdirSync('/proc/self/fd').length} ${kernel.ledger().length} ${alive}`
}

new TcpServer({
  ...place,
  ...given,
  ...(Object.keys(tls).length > 0 ? { tls: { ...given.tls, ...tls } } : {}),
  started: ({ heap: { address } }) => console.log(`listening ${address.port || address.address.replace('\0', '@')}`),
  clientConnected({ heap }) {
    const { remoteIp, remotePort, tls } = heap
    const secure = tls === undefined ? '' : ` ${tls.protocol} ${tls.alpn} ${tls.serverName} ${tls.peer?.subject.CN}`
    console.log(`connected ${remoteIp} ${remotePort}${secure}`)
  },
  clientInput({ heap, kernel: mine }, line) {
    if (line === 'state') heap.client.put(state())
    else if (line === 'much') heap.client.put('x'.repeat(4 * 1024 * 1024))
    else heap.client.put(line)
    if (line === 'quit') mine.yield('shutdown')
  },
  clientError: (_ctx, error) => console.log(told(error)),
  clientDisconnected: ({ heap }) => console.log(`disconnected ${heap.remoteIp}`),
  error: (_ctx, error) => console.log(told(error)),
})

kernel.drainOn()
kernel.run().then(
  () => console.log('ended'),
  (error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  },
)
