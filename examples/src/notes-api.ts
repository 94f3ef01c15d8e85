/** An HTTP server with a JSON API: `GET`, `PUT` and `DELETE` of `/notes/NAME`, `GET /notes`. `PORT` chooses the port. */
import { HttpdFilter, type HttpdRequest, type HttpdResponse, kernel, TcpServer } from '@poe/poe'

const notes = new Map<string, unknown>()

const json = (body: unknown, status = 200): HttpdResponse => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: `${JSON.stringify(body)}\n`,
})

async function answer(request: HttpdRequest): Promise<HttpdResponse> {
  const [, folder, name] = request.url.pathname.split('/')
  if (folder !== 'notes') return json({ error: 'There is nothing but /notes.' }, 404)
  if (name === undefined || name === '') return json([...notes.keys()])
  switch (request.method) {
    case 'GET':
      return notes.has(name) ? json(notes.get(name)) : json({ error: `There is no note ${name}.` }, 404)
    case 'PUT':
      notes.set(name, await request.json())
      return json(notes.get(name), 201)
    case 'DELETE':
      return notes.delete(name) ? { status: 204 } : json({ error: `There is no note ${name}.` }, 404)
    default:
      return { ...json({ error: `${request.method} is not understood.` }, 405), headers: { Allow: 'GET, PUT, DELETE' } }
  }
}

new TcpServer({
  port: Number(process.env.PORT ?? 8080),
  started: ({ heap: { address } }) => console.log(`Listening on http://127.0.0.1:${address.port}/notes`),
  idleTimeout: 60_000,
  clientFilter: new HttpdFilter({ maxContent: 100_000, date: () => new Date().toUTCString() }),
  async clientInput({ heap, kernel }, record) {
    // A record of kind "answer" is what the filter itself has to say: a refusal, or "go on".
    if (record.kind === 'answer') heap.client.put(record.response)
    else {
      const response = await answer(record).catch(() => json({ error: 'That is no JSON.' }, 400))
      heap.client.put({ ...response, to: record })
    }
    if (!record.keepAlive) kernel.yield('shutdown')
  },
})

kernel.drainOn(['INT', 'TERM'])
await kernel.run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
