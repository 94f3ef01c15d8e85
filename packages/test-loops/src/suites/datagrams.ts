import type { Datagram, DatagramHandle } from '@poe/loop'
import { equal, ok } from '../expect.ts'
import type { Rig } from '../rig.ts'
import type { Suite } from '../suite.ts'
import { octetsOf, patternOf } from './traffic.ts'

async function bound(rig: Rig, remote?: { host: string; port: number }): Promise<DatagramHandle> {
  const { host = '127.0.0.1' } = rig.options
  const { net } = rig
  ok(net.datagram !== undefined, 'the loop has no net.datagram')
  rig.awaited = 'net.datagram()'
  return rig.keep(await net.datagram({ bind: { host }, ...(remote === undefined ? {} : { remote }) }))
}

/** Every packet that comes. */
function collect(rig: Rig, handle: DatagramHandle): Datagram[] {
  const packets: Datagram[] = []
  rig.watch(handle, 'read', () => {
    const packet = handle.receive()
    if (packet !== null) packets.push({ ...packet, data: packet.data.slice() })
  })
  return packets
}

/** `net.datagram()`. */
export const datagrams: Suite = {
  topic: 'datagrams',
  needs: ['net', 'datagrams'],
  tests: {
    'carries packets whole, and tells where they came from': async (rig) => {
      rig.run()
      const [ours, theirs] = [await bound(rig), await bound(rig)]
      const packets = collect(rig, theirs)
      for (const [at, data] of [octetsOf('one'), patternOf(8192), new Uint8Array()].entries()) {
        ok(ours.send(data, theirs.local), `a packet of ${data.byteLength} octets was not taken`)
        await rig.until(() => packets.length === at + 1, `a packet of ${data.byteLength} octets`)
        equal([...(packets[at]?.data ?? [])], [...data], 'the packet')
        equal(packets[at]?.from, ours.local, 'where it came from')
      }
      equal(theirs.dropped, 0, 'packets dropped')
    },
    'repeats readiness while packets wait': async (rig) => {
      rig.run()
      const [ours, theirs] = [await bound(rig), await bound(rig)]
      let calls = 0
      rig.watch(theirs, 'read', () => void calls++)
      ours.send(octetsOf('x'), theirs.local)
      await rig.until(() => calls >= 5, 'five calls for one packet')
      equal(theirs.receive()?.data.byteLength, 1, 'octets of the packet')
      equal([theirs.receive(), theirs.error], [null, null], 'a second packet, and an error')
    },
    'gives no packet while paused': async (rig) => {
      rig.run()
      const [ours, theirs] = [await bound(rig), await bound(rig)]
      const packets = collect(rig, theirs)
      theirs.pause('read')
      ours.send(octetsOf('x'), theirs.local)
      await rig.settle()
      equal(packets.length, 0, 'packets while paused')
      theirs.resume('read')
      await rig.until(() => packets.length === 1, 'the packet after resume()')
    },
    'sends to the peer it is connected to': async (rig) => {
      rig.run()
      const theirs = await bound(rig)
      const { address: host, port } = theirs.local
      const ours = await bound(rig, { host, port })
      const packets = collect(rig, theirs)
      ok(ours.send(octetsOf('x')), 'the packet was not taken')
      await rig.until(() => packets.length === 1, 'the packet')
    },
    'refuses a packet that is too large, and goes on': async (rig) => {
      rig.run()
      const [ours, theirs] = [await bound(rig), await bound(rig)]
      const packets = collect(rig, theirs)
      equal(ours.send(new Uint8Array(70_000), theirs.local), false, 'whether 70000 octets were taken')
      equal(ours.error?.code, 'EMSGSIZE', 'the error')
      ok(ours.send(octetsOf('x'), theirs.local), 'the next packet was not taken')
      await rig.until(() => packets.length === 1, 'the next packet')
    },
    'receives nothing after close': async (rig) => {
      rig.run()
      const [ours, theirs] = [await bound(rig), await bound(rig)]
      const packets = collect(rig, theirs)
      ours.send(octetsOf('x'), theirs.local)
      theirs.close()
      theirs.close()
      await rig.settle()
      equal([packets.length, theirs.state], [0, 'closed'], 'packets after close(), and the state')
      equal(theirs.send(octetsOf('x'), ours.local), false, 'whether a packet was taken after close()')
    },
  },
}
