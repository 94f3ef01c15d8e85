/** A session that writes lines to the file it is given until the disk is full, while another one counts. */
import { kernel, ReadWrite, Session, type WheelError } from '@poe/poe'

const path = process.argv[2] ?? ''
const LINES = Array.from({ length: 64 }, (_, i) => `${i} ${'x'.repeat(1000)}`)
let counted = 0
let isFull = false

Session.create({
  inlineStates: {
    async _start(ctx) {
      const handle = await ctx.kernel.loop.files?.stream(path, 'a')
      if (handle === undefined) throw new Error('This loop has no files.')
      ctx.heap.wheel = new ReadWrite(ctx, { handle, flushedEvent: 'flushed', errorEvent: 'failed' })
      ctx.kernel.yield('flushed')
    },
    flushed: ({ heap }) => void heap.wheel.put(...LINES),
    failed({ heap }, error: WheelError) {
      console.log(`${error.operation} ${error.code}`)
      heap.wheel.close()
      isFull = true
    },
  },
})

Session.create({
  inlineStates: {
    _start: ({ kernel }) => void kernel.yield('count'),
    count({ kernel }) {
      counted++
      if (!isFull) kernel.delay('count', 1)
    },
  },
})

await kernel.run()
console.log(counted > 1 ? 'others went on' : 'others stood still')
console.log(`${kernel.ledger().length} left`)
