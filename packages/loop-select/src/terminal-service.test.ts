import process from 'node:process'
import { isPoeError } from '@poe/errors'
import { FakeTerminal } from '@poe/test-loops/node'
import { describe, expect, it } from 'vitest'
import { SelectLoop } from './index.ts'
import { turn, until } from './rig.test-kit.ts'

interface World {
  readonly tty: FakeTerminal
  readonly loop: SelectLoop
  readonly terminal: NonNullable<SelectLoop['terminal']>
}

/** Runs a test beside a loop with a terminal. */
async function running(test: (world: World) => Promise<void>): Promise<void> {
  const tty = new FakeTerminal()
  const loop = new SelectLoop({ terminal: tty.streams })
  const over = loop.run()
  await test({ tty, loop, terminal: loop.terminal! })
  loop.halt()
  await over
}

/** What the process listens to, by which a terminal is given back when it dies. */
function listening(): number {
  const events = ['exit', 'uncaughtExceptionMonitor', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGCONT']
  return events.reduce((count, event) => count + process.listenerCount(event), 0)
}

describe('SelectLoop.terminal', () => {
  it('says what the terminal is like', () =>
    running(async ({ tty, terminal }) => {
      expect([terminal.interactive, terminal.columns, terminal.rows, terminal.colors]).toEqual([true, 40, 10, 256])
      expect(terminal.term).toBe(process.env.TERM ?? '')
      Object.assign(tty.output, { columns: undefined, rows: 0, isTTY: false, getColorDepth: undefined })
      expect([terminal.interactive, terminal.columns, terminal.rows, terminal.colors]).toEqual([false, 80, 25, 2])
    }))

  it('is the one of the process where no other is given', () => {
    const { terminal } = new SelectLoop()
    expect(terminal?.interactive).toBe(process.stdin.isTTY === true && process.stdout.isTTY === true)
  })

  it('sets the mode once, and back when its use ends', () =>
    running(async ({ tty, terminal }) => {
      const handle = terminal.open()
      handle.setRaw(false)
      handle.setRaw(true)
      handle.setRaw(true)
      expect(tty.modes).toEqual([true])
      handle.close()
      handle.setRaw(true)
      expect(tty.modes).toEqual([true, false])
    }))

  it('is guarded while there is something to give back, and leaves no listener', () =>
    running(async ({ tty, terminal }) => {
      const before = listening()
      const streams = tty.input.eventNames().length + tty.output.eventNames().length
      const handle = terminal.open()
      handle.setRaw(true)
      expect(listening()).toBe(before + 7)
      handle.setRaw(false)
      expect(listening()).toBe(before + 1)
      handle.restoreBy('x')
      expect(listening()).toBe(before + 7)
      handle.restoreBy('')
      expect(listening()).toBe(before + 1)
      handle.close()
      expect(listening()).toBe(before)
      expect(tty.input.eventNames().length + tty.output.eventNames().length).toBe(streams)
    }))

  it('is raw again when the program goes on after it was stopped, and is to be shown anew', () =>
    running(async ({ tty, terminal }) => {
      let resized = 0
      const watch = terminal.onResize(() => resized++)
      const handle = terminal.open()
      handle.setRaw(true)
      process.emit('SIGCONT')
      await until(() => resized === 1)
      expect(tty.modes).toEqual([true, false, true])
      handle.close()
      watch[Symbol.dispose]()
    }))

  it('tells of its size from the host, while the loop runs', async () => {
    const tty = new FakeTerminal()
    const loop = new SelectLoop({ terminal: tty.streams })
    const seen: unknown[] = []
    const watch = loop.terminal!.onResize(() => seen.push(loop.terminal!.columns))
    tty.resize(50, 5)
    await turn()
    expect(seen).toEqual([])
    const over = loop.run()
    await until(() => seen.length === 1)
    tty.resize(60, 5)
    await until(() => seen.length === 2)
    watch[Symbol.dispose]()
    tty.resize(70, 5)
    await turn()
    expect([seen, tty.output.listenerCount('resize')]).toEqual([[50, 60], 0])
    loop.halt()
    await over
  })

  it('tells a failure with its code, once, and writing fails without a throw', () =>
    running(async ({ tty, terminal }) => {
      const handle = terminal.openKeys()
      const told: unknown[] = []
      handle.watch('read', () => told.push([handle.read(), handle.state, handle.error?.code]))
      tty.input.destroy(Object.assign(new Error('gone'), { code: 'EIO' }))
      await until(() => told.length > 0)
      await turn()
      expect(told).toEqual([[null, 'failed', 'EIO']])
      tty.output.destroy()
      expect(handle.write('x')).toBeNull()
      handle.setRaw(true)
      handle.close()
    }))

  it('takes no more than there is room for, and says when there is', () =>
    running(async ({ tty, terminal }) => {
      tty.output.pause()
      const handle = terminal.open()
      let refused = 0
      while (handle.write('x'.repeat(10_000)) === null) refused++
      expect(refused).toBeLessThan(20)
      expect(handle.pending).toBeGreaterThanOrEqual(65_536)
      let ready = false
      handle.watch('write', () => {
        ready = true
        handle.ignore('write')
      })
      await turn()
      expect(ready).toBe(false)
      tty.output.resume()
      await until(() => ready)
      expect([handle.pending, handle.write('y')]).toEqual([0, null])
      handle.shutdown()
      expect([handle.write('z'), handle.error?.code]).toEqual([null, 'EPIPE'])
      handle.close()
    }))

  it('refuses a mode it lacks, streams that are none, and two uses', () =>
    running(async ({ terminal }) => {
      const codeOf = (act: () => unknown): string => {
        try {
          act()
        } catch (error) {
          return isPoeError(error) ? error.code : String(error)
        }
        return 'nothing'
      }
      const handle = terminal.open()
      expect(codeOf(() => handle.watch('expedite', () => {}))).toBe('ERR_POE_NO_MODE')
      expect(codeOf(() => terminal.openKeys())).toBe('ERR_POE_TERMINAL_TAKEN')
      handle.close()
      expect(codeOf(() => terminal.openKeys({ escapeTimeout: -1 }))).toBe('ERR_POE_BAD_OPTION')
      expect(codeOf(() => new SelectLoop({ terminal: { input: 5 as never } }))).toBe('ERR_POE_BAD_OPTION')
      expect(codeOf(() => new SelectLoop({ terminals: {} } as never))).toBe('ERR_POE_UNKNOWN_OPTION')
    }))
})
