/** A chat room: everybody hears what one says. The first line is one's name, `/quit` ends. `PORT` chooses the port. */
import { kernel, TcpServer } from '@poe/poe'

/** Who is in the room, by the session of the connection. */
const names = new Map<number, string>()

function tell(text: string, except?: number): void {
  for (const id of names.keys()) if (id !== except) kernel.post(id, 'tell', text)
}

new TcpServer({
  port: Number(process.env.PORT ?? 12345),
  started: ({ heap: { address } }) => console.log(`Listening on port ${address.port}.`),
  clientConnected: ({ heap }) => void heap.client.put('What is your name?'),
  clientInput({ heap, kernel, session: { id } }, line) {
    const name = names.get(id)
    if (line === '/quit') kernel.yield('shutdown')
    else if (name !== undefined) tell(`${name}: ${line}`, id)
    else if (line.trim() === '') heap.client.put('What is your name?')
    else {
      names.set(id, line.trim())
      heap.client.put(`Here are: ${[...names.values()].join(', ')}.`)
      tell(`${line.trim()} has come.`, id)
    }
  },
  clientDisconnected({ session: { id } }) {
    const name = names.get(id)
    if (names.delete(id)) tell(`${name} has gone.`)
  },
  inlineStates: {
    tell: ({ heap }, text: string) => void heap.client?.put(text),
  },
})

kernel.drainOn(['INT', 'TERM'])
await kernel.run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
