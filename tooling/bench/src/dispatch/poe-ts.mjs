/** The same programs here. A fourth argument turns tracing on, without output: what it costs when it is wanted. */
import { Kernel, SelectLoop, Session } from '@poe/poe'
import { measure } from './measure.mjs'

const traced = process.argv[4] === 'traced'

await measure(async (mode, count) => {
  const kernel = new Kernel({ loop: new SelectLoop(), traces: traced ? ['retvals'] : false })
  const size = { ring: 1000, pingpong: 2 }[mode] ?? 1
  /** @type {number[]} */
  const ids = []
  for (let place = 0; place < size; place++) {
    const session = Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel }) => void kernel.aliasSet(`session ${place}`),
        token({ kernel }, /** @type {number} */ left) {
          if (left > 0) kernel.post(/** @type {number} */ (ids[(place + 1) % size]), 'token', left - 1)
          else if (mode !== 'call' && mode !== 'burst') kernel.stop()
        },
        end: ({ kernel }) => void kernel.stop(),
      },
    })
    ids.push(session.id)
  }
  const first = /** @type {number} */ (ids[0])
  if (mode === 'call') for (let i = 0; i < count; i++) kernel.call(first, 'token', 0)
  else if (mode === 'burst') for (let i = 0; i < count; i++) kernel.post(first, 'token', 0)
  if (mode === 'call' || mode === 'burst') kernel.post(first, 'end')
  else kernel.post(first, 'token', count)
  await kernel.run()
})
