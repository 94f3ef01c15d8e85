import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { system } from './descriptors.test-kit.ts'
import { returned, serialPorts, tunDevice } from './real.test-kit.ts'
import { follow, openDescriptors, Rig, until } from './rig.test-kit.ts'

const [NONBLOCK_CLOEXEC, IN_CREATE] = [0o2004000, 0x100]
const ONE = new Uint8Array(new BigUint64Array([1n]).buffer)

let rig: Rig
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poe-'))
  rig = new Rig()
  rig.later(() => rmSync(folder, { recursive: true, force: true }))
})
afterEach(() => rig.end())

describe('an eventfd', () => {
  it('is ready when it is not zero, until somebody has read it', async () => {
    const descriptor = system.eventfd(0, NONBLOCK_CLOEXEC)
    const handle = rig.keep(rig.loop.descriptors.watch(descriptor))
    const counts: bigint[] = []
    handle.watch('read', () => {
      const count = new BigUint64Array(1)
      readSync(descriptor, count)
      counts.push(count[0]!)
    })
    for (const round of [1, 2, 3]) {
      for (let time = 0; time < round; time++) system.write(descriptor, ONE, 8)
      await until(() => counts.length === round, `count ${round}`)
    }
    expect(counts).toEqual([1n, 2n, 3n])
    closeSync(descriptor)
  })

  it('is watched on by its duplicate where its owner has closed it, and mixed up with none that gets its number', async () => {
    const descriptor = system.eventfd(0, NONBLOCK_CLOEXEC)
    const handle = rig.keep(rig.loop.descriptors.watch(descriptor))
    let calls = 0
    handle.watch('read', () => void calls++)
    closeSync(descriptor)
    const other = system.eventfd(1, NONBLOCK_CLOEXEC)
    expect(other).toBe(descriptor)
    const watched = rig.keep(rig.loop.descriptors.watch(other))
    let heard = 0
    watched.watch('read', () => void heard++)
    await until(() => heard > 2, 'the other one')
    expect(calls).toBe(0)
    closeSync(other)
  })
})

describe('inotify', () => {
  it('tells of files as they are made', async () => {
    const descriptor = system.inotifyInit(NONBLOCK_CLOEXEC)
    expect(system.inotifyAdd(descriptor, folder, IN_CREATE)).toBeGreaterThan(0)
    const stream = rig.keep(rig.loop.descriptors.stream(descriptor))
    const told = follow(stream)
    for (const name of ['one', 'two']) {
      writeFileSync(join(folder, name), '')
      await until(() => told.text.includes(name), name)
    }
    const [first] = told.reads
    expect(new DataView(first!.buffer).getUint32(4, true)).toBe(IN_CREATE)
  })
})

describe('a serial port', () => {
  it('is read and written as a stream, holds back who writes too much, and ends when it is unplugged', async () => {
    const { ours, theirs } = serialPorts()
    const [near, far] = [rig.loop.descriptors.stream(ours), rig.loop.descriptors.stream(theirs)].map((one) =>
      rig.keep(one),
    )
    const [heardNear, heardFar] = [follow(near!), follow(far!)]
    expect(near!.write('AT\r')).toBeNull()
    await until(() => heardFar.text === 'AT\r', 'the command')
    expect(far!.write('OK\r\n')).toBeNull()
    await until(() => heardNear.text === 'OK\r\n', 'the answer')
    far!.pause('read')
    let [sent, rest] = [0, 0]
    while (rest === 0) {
      rest = near!.write('x'.repeat(1000))?.length ?? 0
      sent += 1000 - rest
    }
    heardFar.text = ''
    far!.resume('read')
    await until(() => heardFar.text.length === sent, 'all that was taken')
    far!.close()
    await until(() => heardNear.ending !== '', 'the end')
    expect(heardNear.ending).toBe('ended')
  })
})

describe('a FIFO', () => {
  it('goes one way, and is ended by whoever writes', async () => {
    const path = join(folder, 'fifo')
    execFileSync('mkfifo', [path])
    const reader = rig.keep(rig.loop.descriptors.stream(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)))
    const writer = rig.keep(rig.loop.descriptors.stream(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)))
    expect(() => reader.watch('write', () => {})).toThrow('it was opened for read')
    expect(() => writer.watch('read', () => {})).toThrow('it was opened for write')
    const told = follow(reader)
    expect([reader.write('x'), reader.error?.code, reader.state]).toEqual([null, 'EPIPE', 'open'])
    expect(writer.write('bye')).toBeNull()
    await until(() => told.text === 'bye', 'octets')
    writer.shutdown()
    writer.shutdown()
    await until(() => told.ending !== '', 'the end')
    expect([told.ending, writer.write('late'), writer.read(10)]).toEqual(['ended', null, null])
  })
})

describe('a TUN device', () => {
  it('gives a packet for each read, and takes one for each write; where none is permitted, the system says so', async () => {
    const device = tunDevice()
    if (typeof device === 'string') {
      expect(['EACCES', 'EPERM', 'ENOENT', 'ENODEV', 'ENXIO', 'EADDRINUSE']).toContain(device)
      return
    }
    const stream = rig.keep(rig.loop.descriptors.stream(device.descriptor))
    const socket = createSocket('udp4')
    rig.later(() => socket.close())
    socket.bind(0, device.ours)
    await once(socket, 'listening')
    const { port } = socket.address()
    const packets: Uint8Array[] = []
    stream.watch('read', () => {
      const packet = stream.read(65_536)
      // Others may send by the device as well: only UDP of IPv4 to our port is ours.
      if (packet?.[0] === 0x45 && packet[9] === 17 && new DataView(packet.buffer).getUint16(22) === port)
        packets.push(packet)
    })
    const answers: string[] = []
    socket.on('message', (octets) => void answers.push(octets.toString()))
    for (const text of ['one', 'two']) socket.send(text, port, device.theirs)
    await until(() => packets.length === 2, 'two packets')
    expect(packets.map((packet) => new TextDecoder().decode(packet.subarray(28)))).toEqual(['one', 'two'])
    for (const packet of packets) expect(stream.write(returned(packet))).toBeNull()
    await until(() => answers.length === 2, 'two answers')
    expect(answers).toEqual(['one', 'two'])
  })
})

describe('descriptors', () => {
  it('are refused where the system does not wait for them, by name', () => {
    const path = join(folder, 'file')
    writeFileSync(path, 'x')
    const descriptor = openSync(path, 'r')
    const wanted = { code: 'ERR_POE_DESCRIPTOR', cause: expect.objectContaining({ code: 'EPERM' }) }
    for (const call of ['watch', 'stream'] as const) {
      expect(() => rig.loop.descriptors[call](descriptor)).toThrow(expect.objectContaining(wanted))
      expect(() => rig.loop.descriptors[call](descriptor)).toThrow('use the service "files"')
    }
    // It is still its owner's.
    expect(readSync(descriptor, new Uint8Array(1))).toBe(1)
    closeSync(descriptor)
    expect(() => rig.loop.descriptors.watch(descriptor)).toThrow('it is no open descriptor (EBADF)')
    expect(() => rig.loop.descriptors.stream('1' as never)).toThrow('A descriptor is a whole number from 0, not "1".')
  })

  it('leave nothing open behind them', async () => {
    const before = openDescriptors()
    for (let round = 0; round < 20; round++) {
      const descriptor = system.eventfd(1, NONBLOCK_CLOEXEC)
      const handle = rig.loop.descriptors.watch(descriptor)
      let calls = 0
      handle.watch('read', () => void calls++)
      await until(() => calls > 0, 'readiness')
      const { ours, theirs } = serialPorts()
      const ports = [ours, theirs].map((port) => rig.loop.descriptors.stream(port))
      const told = follow(ports[0]!)
      writeSync(theirs, 'x')
      await until(() => told.text === 'x', 'an octet')
      for (const one of [handle, handle, ...ports]) one.close()
      closeSync(descriptor)
      // What waited on the thread comes home in a later turn of the host.
      await until(() => openDescriptors() === before, 'everything to be closed')
    }
  })

  it('are not told of urgent octets again and again that hang up', async () => {
    const { ours, theirs } = serialPorts()
    const handle = rig.keep(rig.loop.descriptors.watch(ours))
    let calls = 0
    handle.watch('expedite', () => void calls++)
    closeSync(theirs)
    closeSync(ours)
    let read = 0
    handle.watch('read', () => {
      read++
      handle.ignore('read')
    })
    await until(() => read > 0, 'the hang-up')
    expect(calls).toBe(0)
  })
})
