import { TkLoop } from '@poe/loop-tk'
import { Kernel, Session } from '@poe/poe'
import { serveLabel } from './serve-label.ts'

/** A window of Tk whose label counts what a timer and a button of it have posted, and a server that tells what it says. */
const loop = new TkLoop()
const kernel = new Kernel({ loop })

loop.call('wm', 'title', '.', 'POE and Tk')
loop.call('wm', 'geometry', '.', '240x120')
loop.call('label', '.label', '-text', '0 ticks, 0 clicks')
loop.call('button', '.button', '-text', 'Press', '-command', 'press')
loop.call('pack', '.label')
loop.call('pack', '.button', '-fill', 'both', '-expand', 1)

Session.create({
  kernel,
  heap: { ticks: 0, clicks: 0 },
  inlineStates: {
    _start({ kernel, session }) {
      loop.command('press', session.postback('clicked'))
      kernel.signalUiDestroy({ path: '.' })
      kernel.sig('UIDESTROY', 'closed')
      if (process.argv[2] !== 'still') kernel.delay('tick', 50)
    },
    tick({ kernel, heap }) {
      heap.ticks++
      kernel.delay('tick', 50)
      kernel.yield('show')
    },
    clicked({ kernel, heap }) {
      console.log(`clicked ${++heap.clicks}`)
      kernel.yield('show')
    },
    show: ({ heap }) => void loop.call('.label', 'configure', '-text', `${heap.ticks} ticks, ${heap.clicks} clicks`),
    closed: () => console.log('closed'),
    _stop: () => console.log('stopped'),
  },
})
serveLabel(kernel, () => loop.call('.label', 'cget', '-text'))

await kernel.run()
console.log(`left: ${kernel.ledger().length}`)
