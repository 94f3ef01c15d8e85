import { TcpServer } from '@poe/component-server-tcp'
import { type DrainReport, Kernel } from '@poe/kernel'
import type { Address } from '@poe/loop'
import type { VirtualLoop } from '@poe/loop-virtual'
import { startClient } from './client.ts'
import { PARTS, type Parts } from './parts.ts'
import { type Talk, talkOf } from './talk.ts'

/** What became of a server and its clients. */
export interface Conversation {
  readonly talks: readonly Talk[]
  /** Clients the server was told of, and those it was told had gone. */
  readonly connected: number
  readonly disconnected: number
  /** The most octets that waited for one client. */
  readonly mostWaiting: number
  readonly report: DrainReport
  readonly ledger: number
}

const CLIENTS = 4
const LINES = 12
/** Octets at which the server reads no more of a client. */
export const HIGH_MARK = 30_000
/** Enough for every time-out of the simulated network. */
const FOR_ALL_TO_END = 3_000_000

/** An echo server and some clients, from the first connection until nobody is left. */
export async function converse(loop: VirtualLoop, parts: Parts = PARTS): Promise<Conversation> {
  const kernel = new Kernel({ loop })
  const talks = Array.from({ length: CLIENTS }, (_, i) => talkOf(`client ${i}`, LINES, () => loop.random()))
  const seen = { connected: 0, disconnected: 0, mostWaiting: 0 }
  const server = new TcpServer<string, string, { talk?: Talk | undefined }>({
    kernel,
    address: 'server',
    port: 7,
    highMark: HIGH_MARK,
    clientFilter: () => parts.filter(),
    clientPreConnect: (_ctx, socket) => parts.handle(socket),
    clientConnected: () => void seen.connected++,
    clientDisconnected: () => void seen.disconnected++,
    clientError() {},
    error() {},
    clientInput({ heap }, line) {
      if (heap.talk === undefined) heap.talk = talks.find(({ name }) => name === line)
      else {
        heap.talk.arrived.push(line)
        heap.client.put(line)
        seen.mostWaiting = Math.max(seen.mostWaiting, heap.client.getDriverOutOctets())
      }
      if (heap.talk === undefined) throw new Error(`The first line of a client is ${JSON.stringify(line)}.`)
    },
  })
  void server.listening().then(({ port }: Address) => {
    for (const talk of talks) startClient(kernel, port, talk, parts)
  })
  const running = kernel.run()
  const ended = new Promise<DrainReport>((resolve) => {
    loop.at(FOR_ALL_TO_END, () => void kernel.drain({ timeout: 1000 }).then(resolve))
  })
  await running
  return { talks, ...seen, report: await ended, ledger: kernel.ledger().length }
}
