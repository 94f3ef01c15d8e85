import process from 'node:process'
import { Kernel } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { Session } from '@poe/session'
import { Curses, keyName, type MouseReport } from './index.ts'

/** The program of the tests on a real terminal: it shows each key at the top, `!` crashes it, C-c ends it. */
const kernel = new Kernel({ loop: new SelectLoop() })

process.stdout.write('before\n')
Session.create({
  kernel,
  inlineStates: {
    _start(ctx) {
      const events = { inputEvent: 'key', mouseEvent: 'mouse' }
      const curses = new Curses(ctx, { ...events, mouse: 'buttons', escapeTimeout: 50 })
      ctx.heap.curses = curses
      ctx.heap.show = (line: number, text: string): void => {
        curses.addstr(line, 0, text.padEnd(20))
        curses.move(5, 0)
        curses.refresh()
      }
      ctx.heap.show(0, 'ready')
      curses.terminal.moveTo(1, 7).brightGreen('green')
    },
    key({ heap }, keystroke: string) {
      if (keystroke === '!') throw new Error('crashed on purpose')
      if (keystroke === '?') setTimeout(() => process.kill(process.pid, 'SIGTERM'), 10)
      if (keystroke === '\x03') heap.curses.dispose()
      else heap.show(1, `${keyName(keystroke)} on ${heap.curses.terminalSize().join('x')}`)
    },
    mouse({ heap }, { kind, button, x, y }: MouseReport) {
      heap.show(2, `${kind} ${button} ${x} ${y}`)
    },
  },
})

await kernel.run()
process.stdout.write('behind\n')
