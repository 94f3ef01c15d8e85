import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Display, openDisplay } from './display.ts'
import { Program } from './program.ts'

const programs = [
  { loop: 'GlibLoop', file: 'gtk-window.ts', title: 'POE and GTK' },
  { loop: 'TkLoop', file: 'tk-window.ts', title: 'POE and Tk' },
]

/** Places in both windows. */
const LABEL = [120, 20] as const
const BUTTON = [120, 90] as const

let display: Display
let program: Program
beforeAll(async () => {
  display = await openDisplay()
})
afterEach(async () => {
  // Where there is no display, there is no program.
  await (program as Program | undefined)?.stop()
})
afterAll(() => display?.close())

/** What the label of the program says now. */
async function ask(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write('what?\r\n')
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer).trim()
}

async function start(file: string, title: string, ...words: string[]) {
  await display.pointAway()
  program = new Program(file, display.name, ...words)
  const port = Number((await program.line('port ')).slice(5))
  return { port, window: await display.find(title) }
}

/** Looks until something is as it should be; what never is ends with the test's time. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Waits until a window is drawn. */
async function still(window: number): Promise<void> {
  let picture = ''
  await until(async () => {
    const before = picture
    await new Promise((resolve) => setTimeout(resolve, 100))
    picture = display.screen.picture(window)
    return picture === before
  })
}

/** Moves the mouse to where it is noticed: a button looks another way then. */
async function point(window: number, [x, y]: readonly [number, number]): Promise<void> {
  const before = display.screen.picture(window)
  await display.point(window, x, y)
  await until(() => display.screen.picture(window) !== before)
}

/** How often a thread has gone to sleep. */
function sleeps(id: number): number {
  const status = readFileSync(`/proc/${id}/status`, 'utf8')
  return Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(status)?.[1])
}

for (const { loop, file, title } of programs)
  describe(`a window on ${loop}`, () => {
    it('posts an event when its button is pressed, and shows what the event does', async () => {
      const { port, window } = await start(file, title, 'still')
      await still(window)
      const before = display.screen.picture(window)
      for (const clicks of [1, 2]) {
        await point(window, BUTTON)
        await display.click()
        expect(await program.line('clicked')).toBe(`clicked ${clicks}`)
        await until(async () => (await ask(port)) === `0 ticks, ${clicks} clicks`)
        await point(window, LABEL)
      }
      await still(window)
      expect(display.screen.picture(window)).not.toBe(before)
    })

    it('shows what a timer of POE does, while a server of POE answers', async () => {
      const { port, window } = await start(file, title)
      const pictures = new Set<string>()
      const texts = new Set<string>()
      await until(async () => {
        pictures.add(display.screen.picture(window))
        texts.add(await ask(port))
        return pictures.size > 4 && texts.size > 4
      })
      expect([...texts].every((text) => /^\d+ ticks, 0 clicks$/.test(text))).toBe(true)
    })

    it('ends everybody by UIDESTROY when it is closed, and leaves nothing behind', async () => {
      const { window } = await start(file, title, 'still')
      await still(window)
      await point(window, BUTTON)
      await display.click()
      await program.line('clicked 1')
      display.screen.askToClose(window)
      expect(await program.line('closed')).toBe('closed')
      expect(await program.line('stopped')).toBe('stopped')
      expect(await program.line('left')).toBe('left: 0')
      expect(await program.end()).toEqual({ code: 0, errors: '' })
    })

    it('sleeps while nothing happens', async () => {
      const { window } = await start(file, title, 'still')
      await still(window)
      const before = sleeps(program.id)
      await new Promise((resolve) => setTimeout(resolve, 500))
      // Whoever asks again and again does so hundreds of times in half a second.
      expect(sleeps(program.id) - before).toBeLessThan(25)
    })

    it('says so where there is no display', async () => {
      program = new Program(file, ':4711')
      const { code, errors } = await program.end()
      expect(code).toBe(1)
      expect(errors).toMatch(/cannot open the display|couldn't connect to display ":4711"/)
    })
  })
