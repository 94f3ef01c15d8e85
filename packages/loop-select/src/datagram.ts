import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { DatagramHandle, DatagramOptions } from '@poe/loop'
import { abortable, type Outcome } from './abortable.ts'
import { UdpHandle } from './datagram-handle.ts'
import { nodeError } from './node-error.ts'
import type { Stage } from './stage.ts'

/** Opens a socket of packets. */
export function openDatagram(stage: Stage, options: DatagramOptions): Promise<DatagramHandle> {
  const end = options.remote ?? options.bind
  const explain = (error: unknown): unknown => nodeError(error, 'bind', { address: end?.host, port: end?.port })
  return abortable<DatagramHandle>(options.signal, explain, (outcome) => {
    const socket = createSocket(family(options) === 'inet6' ? 'udp6' : 'udp4')
    let closed = false
    // Once: a look-up under way fails after the socket was given up, and closing twice throws.
    const close = (): void => {
      if (!closed) socket.close()
      closed = true
    }
    const failed = (error: unknown): void => {
      close()
      outcome.failed(error)
    }
    begin(stage, socket, options, { done: outcome.done, failed })
    return close
  })
}

function begin(stage: Stage, socket: Socket, options: DatagramOptions, outcome: Outcome<DatagramHandle>): void {
  const { bind, remote, broadcast = false } = options
  const ready = (): void => {
    socket.off('error', outcome.failed)
    if (broadcast) socket.setBroadcast(true)
    outcome.done(new UdpHandle(stage, socket, remote !== undefined))
  }
  socket.once('error', outcome.failed)
  socket.bind({ port: bind?.port ?? 0, ...(bind?.host === undefined ? {} : { address: bind.host }) }, () => {
    if (remote === undefined) return ready()
    socket.once('connect', ready)
    socket.connect(remote.port, remote.host)
  })
}

/** As asked for; else as the addresses look. */
function family({ family, bind, remote }: DatagramOptions): 'inet' | 'inet6' {
  return family ?? (isIPv6(bind?.host ?? remote?.host ?? '') ? 'inet6' : 'inet')
}
