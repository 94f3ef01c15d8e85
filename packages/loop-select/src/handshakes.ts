import type { Socket } from 'node:net'
import type { Server, TLSSocket } from 'node:tls'
import { type HandleError, handleError, type TlsOptions } from '@poe/loop'
import { nodeError } from './node-error.ts'

/** As long as a handshake may take where nobody says otherwise. */
const TIMEOUT = 10_000

const TOO_LONG = 'The TLS handshake takes too long'

/** As long as a timer of the host can be. */
const FOR_EVER = 2 ** 31 - 1

/** Milliseconds a handshake may take, as a timer of the host takes them. */
export function handshakeLimit(milliseconds: number = TIMEOUT): number {
  return Math.min(Math.max(1, milliseconds), FOR_EVER)
}

/** The error of a handshake that takes longer. */
function handshakeTimedOut(): HandleError {
  return handleError('ETIMEDOUT', 'handshake', { message: TOO_LONG })
}

/** Has a client's handshake, which begins now, fail where it takes longer. */
export function limitHandshake(socket: TLSSocket, { handshakeTimeout }: Pick<TlsOptions, 'handshakeTimeout'>): void {
  const tooLate = (): void => void socket.destroy(Object.assign(new Error(TOO_LONG), { code: 'ETIMEDOUT' }))
  const timer = setTimeout(tooLate, handshakeLimit(handshakeTimeout)).unref()
  const over = (): void => clearTimeout(timer)
  socket.once('secureConnect', over).once('close', over)
}

/** Connections whose handshake was ended for its length. */
const late = new WeakSet<Socket>()

/**
 * Ends handshakes that take longer: the host has a limit too, which begins anew with each octet, so that a peer could
 * spin a handshake out for hours. Connections without an address, of unix sockets, have the host's limit alone.
 */
export function limitHandshakes(server: Server, milliseconds: number): void {
  const underway = new Map<string, NodeJS.Timeout>()
  const over = (key: string): void => {
    clearTimeout(underway.get(key))
    underway.delete(key)
  }
  server.on('connection', (raw: Socket) => {
    const key = keyOf(raw)
    if (key === null) return
    const tooLate = (): void => {
      late.add(raw)
      raw.destroy()
    }
    underway.set(key, setTimeout(tooLate, milliseconds).unref())
    raw.once('close', () => over(key))
  })
  server.on('secureConnection', (socket) => {
    const key = keyOf(socket)
    if (key !== null) over(key)
  })
}

/**
 * Why a handshake at a server failed, as the host tells it, and who the peer was. Closes the connection: the host leaves
 * it open for ever where it was reset.
 */
export function handshakeError(error: Error, socket: TLSSocket): HandleError {
  // The host's TLS socket stands on the connection as it was accepted, which still knows its peer when that has gone.
  const raw = (socket as { readonly _parent?: Socket })._parent ?? socket
  const { code } = error as NodeJS.ErrnoException
  const timedOut = late.has(raw) || code === 'ERR_TLS_HANDSHAKE_TIMEOUT'
  const { message, ...known } = timedOut ? handshakeTimedOut() : nodeError(error, 'handshake')
  const { remoteAddress, remotePort } = raw
  socket.destroy()
  raw.destroy()
  if (remoteAddress === undefined || remotePort === undefined) return { ...known, message, syscall: 'handshake' }
  return { ...known, message, syscall: 'handshake', address: remoteAddress, port: remotePort }
}

function keyOf({ remoteAddress, remotePort, localAddress }: Socket): string | null {
  return remotePort === undefined ? null : `${remoteAddress} ${remotePort} ${localAddress}`
}
