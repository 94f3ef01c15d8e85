import { createHash } from 'node:crypto'
import koffi from 'koffi'

/** What a window looks like, and how one is closed. */
export interface Screen {
  /** Another text for another picture. */
  picture(window: number): string
  /** Does what a window manager does when somebody closes a window: asks it to close itself. */
  askToClose(window: number): void
  close(): void
}

const COMPLAINT = koffi.pointer(koffi.proto('int', ['void *', 'void *']))
const CLIENT_MESSAGE = 33
const PIXMAP = 2
const ALL_PLANES = 0xffff_ffffn
/** An XEvent, and an XWindowAttributes, which is smaller. */
const ROOM = 192
/** Offsets on machines of 64 bits: width and height in both, and the octets of an XImage. */
const [WIDTH_AT, HEIGHT_AT] = [8, 12]
const [DATA_AT, LINE_AT] = [16n, 44n]

/** @throws Error where libX11 is not installed, or the display cannot be opened */
export function openScreen(name: string): Screen {
  const x11 = koffi.load('libX11.so.6')
  const open = x11.func('void *XOpenDisplay(str name)')
  const getAttributes = x11.func('int XGetWindowAttributes(void *display, ulong window, void *attributes)')
  const getImage = x11.func(
    'void *XGetImage(void *display, ulong window, int x, int y, uint width, uint height, ulong planes, int format)',
  )
  const free = koffi.load(null).func('void free(void *memory)')
  const intern = x11.func('ulong XInternAtom(void *display, str name, int ifExists)')
  const send = x11.func('int XSendEvent(void *display, ulong window, int propagate, long mask, void *event)')
  const sync = x11.func('int XSync(void *display, int discard)')
  const closeDisplay = x11.func('int XCloseDisplay(void *display)')
  const onError = x11.func('XSetErrorHandler', 'void *', [COMPLAINT])
  // Else the library ends the process when a window is gone.
  const complaint = koffi.register(() => 0, COMPLAINT)
  onError(complaint)
  const display = open(name)
  if (display === null) throw new Error(`The display ${name} cannot be opened.`)
  return {
    picture(window) {
      const attributes = Buffer.alloc(ROOM)
      getAttributes(display, window, attributes)
      const [width, height] = [attributes.readInt32LE(WIDTH_AT), attributes.readInt32LE(HEIGHT_AT)]
      if (width === 0) throw new Error('The window is gone.')
      const image = getImage(display, window, 0, 0, width, height, ALL_PLANES, PIXMAP)
      const data = koffi.decode(image + DATA_AT, 'void *')
      const octets = koffi.decode(data, 'uint8', height * koffi.decode(image + LINE_AT, 'int'))
      free(data)
      free(image)
      return createHash('sha256').update(octets).digest('hex')
    },
    askToClose(window) {
      const event = Buffer.alloc(ROOM)
      event.writeInt32LE(CLIENT_MESSAGE, 0)
      event.writeBigUInt64LE(BigInt(window), 32)
      event.writeBigUInt64LE(BigInt(intern(display, 'WM_PROTOCOLS', 0)), 40)
      event.writeInt32LE(32, 48)
      event.writeBigUInt64LE(BigInt(intern(display, 'WM_DELETE_WINDOW', 0)), 56)
      send(display, window, 0, 0, event)
      sync(display, 0)
    },
    close() {
      closeDisplay(display)
      onError(null)
      koffi.unregister(complaint)
    },
  }
}
