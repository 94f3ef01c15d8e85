/** The recipe: a line echo server. `PORT` chooses the port, 0 any that is free. */
import { kernel, TcpServer } from '@poe/poe'

const server = new TcpServer({
  port: Number(process.env.PORT ?? 12345),
  clientInput({ heap, session }, line) {
    heap.client.put(line)
    console.log(`client ${session.id}: ${line}`)
  },
  started() {
    const port = server.address()?.port
    console.log(`Listening on port ${port}. In another terminal, type: nc 127.0.0.1 ${port}`)
  },
})

kernel.drainOn(['INT', 'TERM'])
kernel.run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
