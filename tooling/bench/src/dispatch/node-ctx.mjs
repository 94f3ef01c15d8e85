/** What one would write by hand: a queue, a context per event, a turn of the host after every 256 events. */
import { measure } from './measure.mjs'

class Kernel {
  sessions = new Map()
  /** @type {any[]} */
  queue = []
  head = 0
  scheduled = false
  /** @type {any} */
  current = null
  idle = () => {}

  /** @param {any} to @param {string} event @param {...unknown} args */
  post(to, event, ...args) {
    const session = typeof to === 'object' ? to : this.sessions.get(to)
    if (session === undefined) return false
    session.references++
    this.queue.push({ session, event, sender: this.current, args })
    if (this.scheduled) return true
    this.scheduled = true
    setImmediate(this.turn)
    return true
  }

  /** @param {any} to @param {string} event @param {...unknown} args */
  call(to, event, ...args) {
    return this.dispatch(this.sessions.get(to), this.current, event, args)
  }

  /** @param {any} session @param {any} sender @param {string} event @param {unknown[]} args */
  dispatch(session, sender, event, args) {
    const handler = session.handlers.get(event)
    if (handler === undefined) return undefined
    const before = this.current
    this.current = session
    try {
      return handler({ kernel: this, session, heap: session.heap, sender, event, args })
    } finally {
      this.current = before
    }
  }

  turn = () => {
    const { queue } = this
    for (let left = 256; left > 0 && this.head < queue.length; left--) {
      const event = queue[this.head]
      queue[this.head++] = undefined
      event.session.references--
      this.dispatch(event.session, event.sender, event.event, event.args)
    }
    if (this.head < queue.length) {
      if (this.head > 4096) {
        queue.splice(0, this.head)
        this.head = 0
      }
      setImmediate(this.turn)
      return
    }
    queue.length = 0
    this.head = 0
    this.scheduled = false
    this.idle()
  }
}

/** @param {Kernel} kernel @param {number} id @param {(ctx: any) => void} token */
function add(kernel, id, token) {
  const session = { id, heap: {}, references: 0, handlers: new Map([['token', token]]) }
  kernel.sessions.set(id, session)
}

await measure(async (mode, count) => {
  const kernel = new Kernel()
  const idle = new Promise((resolve) => (kernel.idle = () => resolve(undefined)))
  const size = { ring: 1000, pingpong: 2 }[mode] ?? 1
  for (let id = 0; id < size; id++)
    add(kernel, id, ({ kernel, args: [left] }) => {
      if (left > 0) kernel.post((id + 1) % size, 'token', left - 1)
    })
  if (mode === 'call') for (let i = 0; i < count; i++) kernel.call(0, 'token', 0)
  else if (mode === 'burst') for (let i = 0; i < count; i++) kernel.post(0, 'token', 0)
  kernel.post(0, 'token', mode === 'call' || mode === 'burst' ? 0 : count)
  await idle
})
