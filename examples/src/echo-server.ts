/** The recipe: a line echo server. `PORT` chooses the port, 0 any that is free. */
import { kernel, TcpServer } from '@poe/poe'

try {
  new TcpServer({
    port: Number(process.env.PORT ?? 12345),
    clientInput({ heap, session }, line) {
      heap.client.put(line)
      console.log(`client ${session.id}: ${line}`)
    },
    started({ heap: { address } }) {
      console.log(`Listening on port ${address.port}. In another terminal, type: nc 127.0.0.1 ${address.port}`)
    },
  })

  kernel.drainOn(['INT', 'TERM'])
  await kernel.run()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
