/** A chat in a page: the sessions, wheels and filters of any other client, connected through a bridge. */
import { TcpClient } from '@poe/component-client-tcp'
import { Kernel } from '@poe/kernel'
import { BrowserLoop, webSockets } from '@poe/loop-browser'
import { watch } from '@poe/wheel-dom'
import { Screen } from './screen.ts'

const QUESTION = 'What is your name?'

/** What somebody has said; "Here are: …" nobody has. */
const SAID = /^(?!Here are: )(.+?): (.*)$/

const screen = new Screen()
let name = ''

// The bridge leads to one place only, so it need not be asked for.
const kernel = new Kernel({ loop: new BrowserLoop({ net: webSockets({ bridge: () => '/poe' }) }) })

new TcpClient({
  kernel,
  remotePort: 12345,
  reconnect: { initial: 500, max: 5000 },
  started: (ctx) => void watch(ctx, screen.form, 'submit', 'typed', { preventDefault: true }),
  connected({ heap }) {
    screen.show('connected')
    screen.focus()
    if (name !== '') heap.server.put(name)
  },
  serverInput(_ctx, line) {
    const [, speaker, text] = SAID.exec(line) ?? []
    if (speaker !== undefined && text !== undefined) screen.said(speaker, text, false)
    else if (line !== QUESTION) screen.note(line)
  },
  connectError: () => screen.show('lost'),
  disconnected: () => screen.show('lost'),
  inlineStates: {
    typed({ heap }) {
      const text = screen.take()
      if (text === '' || heap.server === undefined || !('put' in heap.server)) return
      heap.server.put(text)
      if (name !== '') screen.said(name, text, true)
      else screen.joined((name = text))
    },
  },
})

await kernel.run()
