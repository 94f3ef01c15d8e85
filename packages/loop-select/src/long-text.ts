import type { Socket } from 'node:net'

/** The longest text the host encodes on its stack; for a longer one it makes room first, three octets a character. */
const SHORT = 5461
/** The octets of the room below. */
const ROOM = 131_072
const ENCODER = new TextEncoder()

/** Where long texts are encoded, whoever writes them; null where a write under way has kept the last one. */
let room: Buffer | null = null

/** Whether {@link writeLong} is quicker than the host's own way of writing a text. */
export function isLong(text: string): boolean {
  return text.length > SHORT && text.length <= ROOM
}

/** Writes a text of which the operating system usually takes all at once. False: it has too many octets. */
export function writeLong(socket: Socket, text: string): boolean {
  room ??= Buffer.allocUnsafeSlow(ROOM)
  const { read, written } = ENCODER.encodeInto(text, room)
  if (read < text.length) return false
  socket.write(room.subarray(0, written))
  if (socket.writableLength > 0) room = null
  return true
}
