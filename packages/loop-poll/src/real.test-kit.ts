import { closeSync, constants, openSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { system } from './descriptors.test-kit.ts'

const [UNLOCK_PTY, PTY_NUMBER] = [0x40045431, 0x80045430]
const [TCGETS, TCSETS] = [0x5401, 0x5402]
const TUNSETIFF = 0x400454ca
const TUN_WITHOUT_HEADER = 0x1001

/** It must not become the terminal that controls this process: that would end with it. */
const NOT_OURS = constants.O_RDWR | constants.O_NOCTTY

/** A pair of serial ports, as a cable joins them: a pseudo-terminal, raw. */
export function serialPorts(): { ours: number; theirs: number } {
  const ours = openSync('/dev/ptmx', NOT_OURS)
  const number = new Int32Array(1)
  system.ioctl(ours, UNLOCK_PTY, number)
  system.ioctl(ours, PTY_NUMBER, number)
  const theirs = openSync(`/dev/pts/${number[0]}`, NOT_OURS)
  const settings = new Uint32Array(16)
  system.ioctl(theirs, TCGETS, settings)
  settings.fill(0, 0, 2)
  settings[3] = 0
  system.ioctl(theirs, TCSETS, settings)
  return { ours, theirs }
}

/** Of the addresses that are for documentation, so that nobody's are taken away. */
const NETWORK = '198.51.100.'
const [OURS, THEIRS] = [`${NETWORK}213`, `${NETWORK}214`]
const [SET_FLAGS, SET_ADDRESS, SET_PEER, UP] = [0x8914, 0x8916, 0x8918, 0x41]
const INET_DATAGRAM = [2, 2, 0] as const

/** A network device of ours. */
export interface TunDevice {
  readonly descriptor: number
  readonly ours: string
  readonly theirs: string
}

/** A network device that leads from an address to another one, or why there can be none. */
export function tunDevice(): TunDevice | string {
  const taken = Object.values(networkInterfaces()).flat()
  if (taken.some((one) => one?.address.startsWith(NETWORK))) return 'EADDRINUSE'
  let descriptor: number
  try {
    descriptor = openSync('/dev/net/tun', 'r+')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  }
  const request = Buffer.alloc(40)
  request.write('poe%d')
  request.writeUInt16LE(TUN_WITHOUT_HEADER, 16)
  if (system.ioctl(descriptor, TUNSETIFF, request) === 0 && isUp(request))
    return { descriptor, ours: OURS, theirs: THEIRS }
  closeSync(descriptor)
  return 'EPERM'
}

/** Gives the device of a request its addresses. */
function isUp(request: Buffer): boolean {
  const socket = system.socket(...INET_DATAGRAM)
  const set = (command: number, address: string | null): boolean => {
    request.fill(0, 16)
    request.writeUInt16LE(address === null ? UP : 2, 16)
    for (const [at, part] of (address ?? '').split('.').entries()) request.writeUInt8(Number(part), 20 + at)
    return system.ioctl(socket, command, request) === 0
  }
  const done = set(SET_ADDRESS, OURS) && set(SET_PEER, THEIRS) && set(SET_FLAGS, null)
  system.close(socket)
  return done
}

/** A packet on its way back: the addresses and the ports of UDP change places, and so no checksum changes. */
export function returned(packet: Uint8Array): Uint8Array {
  const back = packet.slice()
  const swap = (one: number, other: number, length: number): void => {
    back.set(packet.subarray(one, one + length), other)
    back.set(packet.subarray(other, other + length), one)
  }
  swap(12, 16, 4)
  swap(20, 22, 2)
  return back
}
