import { testLoop } from '@poe/test-loops'
import { NodeHost } from '@poe/test-loops/node'
import { afterAll, describe, it } from 'vitest'
import { openDisplay } from './display.test-kit.ts'
import { TkLoop } from './index.ts'

const host = new NodeHost()
const display = await openDisplay()
const script = new TkLoop()
afterAll(async () => {
  script[Symbol.dispose]()
  host.dispose()
  await display.close()
})

/** All loops of a process share one notifier of Tcl: what one script wants is what any of them serves. */
const scripts = {
  'nothing to do': '',
  'a script that is never idle': 'set goes 1; proc go {} { if {$::goes} { after idle {after 0 go} } }; go',
}

for (const [what, text] of Object.entries(scripts))
  testLoop(
    { describe, it },
    {
      name: `TkLoop beside ${what}`,
      timeout: 28_000,
      lacks: ['descriptors'],
      ...host.options,
      create() {
        script.eval(text)
        return new TkLoop({ terminal: host.terminal() })
      },
      dispose() {
        host.options.dispose()
        script.eval('set goes 0; update')
      },
    },
  )
