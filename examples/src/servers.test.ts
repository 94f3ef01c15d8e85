import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Program } from './program.test-support.ts'

/** Somebody who has the port already. */
const other = createServer()
let port: number
beforeAll(async () => {
  await new Promise<void>((resolve) => other.listen(0, resolve))
  port = (other.address() as { port: number }).port
})
afterAll(() => void other.close())

it.each(['chat-room', 'line-proxy', 'notes-api', 'tail-server'])(
  '%s says in one line why it cannot listen, and ends',
  async (name) => {
    const program = new Program(name, { PORT: String(port), LOG: '/dev/null' })
    expect([await program.ended, program.stdout]).toEqual([1, ''])
    expect(program.stderr).toMatch(/^\s*TcpServer cannot listen: option "port" is \d+: it is in use; .*\n$/)
  },
)
