import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { Kernel } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { Session } from '@poe/session'
import { ReadLine, type ReadLineException } from './index.ts'

/** What the terminal is set to, in the words of `stty`. */
function mode(): string {
  const words = execFileSync('stty', ['-a'], { stdio: ['inherit', 'pipe', 'inherit'] })
    .toString()
    .split(/[\s;]+/)
  return words.filter((word) => /^-?(?:icanon|echo|isig)$/.test(word)).join(' ')
}

/** As a shell does: leaves the terminal as it likes, and has the program go on. */
function stopForAMoment(console: ReadLine): void {
  setTimeout(() => {
    execFileSync('stty', ['sane'], { stdio: 'inherit' })
    // Called after the loop, which has listened for longer.
    process.once('SIGCONT', () => console.put('goes on'))
    process.kill(process.pid, 'SIGCONT')
  }, 10)
}

/**
 * The program of the tests on a real terminal. It repeats what it is told; some words do more. The argument `idle`
 * has it print every 50 milliseconds while it waits.
 */
const kernel = new Kernel({ loop: new SelectLoop() })
let news = 0

Session.create({
  kernel,
  inlineStates: {
    _start(ctx) {
      const console = new ReadLine(ctx, { inputEvent: 'input', putMode: 'immediate' })
      ctx.heap.console = console
      console.attribs().completionFunction = () => ['apple', 'apricot', 'banana']
      console.put(`mode ${mode()}`)
      console.get('> ')
      if (process.argv[2] === 'news') ctx.kernel.delay('news', 50)
    },
    news(ctx) {
      ctx.heap.console.put(`news ${++news}`)
      if (news < 3) ctx.kernel.delay('news', 50)
    },
    async input(ctx, line: string | undefined, exception: ReadLineException | undefined) {
      const { console } = ctx.heap
      if (line === undefined) {
        console.put(`${exception}, mode ${mode()}`)
        if (exception === 'eot') console.dispose()
        else console.get()
        return
      }
      console.addHistory(line)
      if (line === 'crash') throw new Error('crashed on purpose')
      if (line === 'stop') stopForAMoment(console)
      if (line === 'hang') setTimeout(() => process.kill(process.pid, 'SIGTERM'), 10)
      if (line === 'password') console.get('Password: ', { mask: '' })
      else {
        console.put(`said ${line}`)
        if (line === 'save') console.put(`saved ${await console.writeHistory(process.argv[3])}`)
        console.get('> ')
      }
    },
  },
})

await kernel.run()
process.stdout.write(`over, mode ${mode()}\n`)
