/** POE's synopsis: ten sessions, each counting to ten, none waiting for another. */
import { kernel, Session } from '@poe/poe'

for (let i = 0; i < 10; i++) {
  Session.create({
    heap: { count: 0 },
    inlineStates: {
      _start({ kernel, session }) {
        console.log(`Session ${session.id} has started.`)
        kernel.yield('increment')
      },
      increment({ kernel, heap, session }) {
        console.log(`Session ${session.id} counted to ${++heap.count}.`)
        if (heap.count < 10) kernel.yield('increment')
      },
      _stop({ session }) {
        console.log(`Session ${session.id} has stopped.`)
      },
    },
  })
}

await kernel.run()
