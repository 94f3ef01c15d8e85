import { type Kernel, TcpServer } from '@poe/poe'

/** Answers each line with what the label says, and prints where. */
export function serveLabel(kernel: Kernel, label: () => string): void {
  const server = new TcpServer({
    kernel,
    address: '127.0.0.1',
    port: 0,
    clientInput: ({ heap }) => void heap.client.put(label()),
  })
  server.listening().then(
    ({ port }) => console.log(`port ${port}`),
    (error) => console.error(error),
  )
}
