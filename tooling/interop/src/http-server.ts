/** An HTTP server that tells what it was asked: `/echo` the content, `/stream` a stream, `/slow` late, anything else the request. */
import { HttpdFilter } from '@poe/filter-httpd'
import { kernel, TcpServer } from '@poe/poe'

new TcpServer({
  address: '127.0.0.1',
  clientFilter: new HttpdFilter({ maxContent: 4_000_000, date: () => 'Sat, 21 Nov 2026 00:00:00 GMT' }),
  async clientInput({ heap, kernel }, record) {
    const { client } = heap
    if (record.kind === 'answer') client.put(record.response)
    else if (record.url.pathname === '/echo') client.put({ to: record, body: record.content })
    else if (record.url.pathname === '/stream') {
      client.put({ to: record, streaming: true }, { to: record, chunk: 'one,' })
      await client.flushed()
      client.put({ to: record, chunk: 'two' }, { to: record, last: true })
    } else {
      if (record.url.pathname === '/slow') await new Promise((resolve) => setTimeout(resolve, 50))
      const { method, target, keepAlive, trailers, content } = record
      client.put({ to: record, body: JSON.stringify({ method, target, keepAlive, trailers, size: content.length }) })
    }
    if (!record.keepAlive) kernel.yield('shutdown')
  },
  started({ heap }) {
    console.log(`port ${heap.listener?.getSockName()?.port}`)
  },
})

await kernel.run()
