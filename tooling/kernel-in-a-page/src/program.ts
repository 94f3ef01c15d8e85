/** A program that needs nothing of a host but its language: events, a timer, an alias, an await. */
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session } from '@poe/session'

/** What a page gives this program. */
declare const page: { readonly say: (line: string) => void; readonly settle: () => Promise<void> }

const kernel = new Kernel({ loop: new TimeLoop({ settle: page.settle, wallClock: 1000 }) })

Session.create({
  kernel,
  inlineStates: {
    _start({ kernel }) {
      kernel.aliasSet('clock')
      kernel.delay('tick', 86_400_000)
    },
    async tick({ kernel }) {
      await page.settle()
      page.say('a day has passed')
      kernel.yield('done')
    },
    done: ({ kernel }) => void kernel.aliasRemove('clock'),
    _stop: () => page.say('stopped'),
  },
})

kernel.run().then(
  () => page.say(`nothing left: ${kernel.ledger().length}`),
  (error: Error) => page.say(`failed: ${error.message}`),
)
