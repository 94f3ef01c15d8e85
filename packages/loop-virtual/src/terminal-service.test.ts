import { isPoeError } from '@poe/errors'
import { describe, expect, it } from 'vitest'
import { VirtualLoop, type VirtualLoopOptions } from './index.ts'

/** Runs a test beside a loop that moves as the test tells it to. */
async function running(test: (loop: VirtualLoop) => Promise<void>, options: VirtualLoopOptions = {}): Promise<void> {
  const loop = new VirtualLoop({ paced: true, onStuck: 'wait', ...options })
  const over = loop.run()
  await test(loop)
  loop.halt()
  await over
}

/** Everything that is read, and how it ended. */
function read(loop: VirtualLoop): string[] {
  const handle = loop.terminal.open()
  const heard: string[] = []
  handle.watch('read', () => {
    const octets = handle.read(65_536)
    if (octets !== null) heard.push(new TextDecoder().decode(octets))
    else if (handle.state !== 'open') heard.push(`(${handle.error?.code ?? handle.state})`)
  })
  return heard
}

describe('VirtualLoop.terminal', () => {
  it('is what the options say', () => {
    const { terminal } = new VirtualLoop()
    expect([terminal.interactive, terminal.term, terminal.rows, terminal.columns, terminal.colors]).toEqual([
      true,
      'xterm-256color',
      24,
      80,
      256,
    ])
    const options = { interactive: false, term: 'vt100', rows: 5, columns: 10, colors: 2 }
    expect(new VirtualLoop({ terminal: options }).terminal).toMatchObject({ term: 'vt100', interactive: false })
  })

  it('edits and echoes lines while it is not raw', () =>
    running(async (loop) => {
      const heard = read(loop)
      loop.terminal.type('axé\x7f\x7fb\x01')
      await loop.advance(1)
      expect(heard).toEqual([])
      loop.terminal.type('\r\x7fnext')
      await loop.advance(1)
      expect(heard).toEqual(['ab\x01\n'])
      expect(loop.terminal.output).toBe('axé\b \b\b \bb^A\r\nnext')
      loop.terminal.type('\x04')
      await loop.advance(1)
      loop.terminal.type('\x04')
      await loop.advance(1)
      expect(heard).toEqual(['ab\x01\n', 'next', '(ended)'])
    }))

  it('makes an INT signal of C-c while it is not raw', async () => {
    const signals: string[] = []
    const loop = new VirtualLoop({ onStuck: 'wait' })
    loop.attach({
      turn() {},
      exited() {},
      signal(name) {
        signals.push(name)
        loop.halt()
      },
    })
    loop.watchSignal('INT')
    loop.terminal.type('\x03')
    await loop.run()
    expect(signals).toEqual(['INT'])
  })

  it('gives out keys as they are pressed while it is raw, what was typed before first', () =>
    running(async (loop) => {
      loop.terminal.type('before')
      await loop.advance(1)
      const handle = loop.terminal.open()
      handle.setRaw(true)
      expect(loop.terminal.raw).toBe(true)
      handle.close()
      expect([loop.terminal.raw, loop.terminal.taken]).toEqual([false, false])
      const heard = read(loop)
      await loop.advance(1)
      expect(heard).toEqual(['before'])
    }))

  it('echoes nothing where it is no terminal', () =>
    running(
      async (loop) => {
        const heard = read(loop)
        loop.terminal.type('a')
        await loop.advance(1)
        expect([heard, loop.terminal.output, loop.terminal.raw]).toEqual([['a'], '', false])
      },
      { terminal: { interactive: false } },
    ))

  it('fails as it is told to, in this use and the next', () =>
    running(async (loop) => {
      const handle = loop.terminal.open()
      const codes: unknown[] = []
      handle.watch('read', () => codes.push(handle.read(1), handle.state, handle.error?.code))
      loop.terminal.fail('EIO')
      await loop.advance(1)
      expect(codes).toEqual([null, 'failed', 'EIO'])
      expect([handle.write('x'), handle.error?.code]).toEqual([null, 'EIO'])
      handle.close()
      const heard = read(loop)
      await loop.advance(1)
      expect(heard).toEqual(['(EIO)'])
    }))

  it('tells of its size, and writes what happened into the journal', () =>
    running(async (loop) => {
      const sizes: unknown[] = []
      const watch = loop.terminal.onResize(() => sizes.push([loop.terminal.rows, loop.terminal.columns]))
      loop.terminal.resize(10, 20)
      loop.terminal.type('é')
      await loop.advance(1)
      watch[Symbol.dispose]()
      loop.terminal.resize(11, 21)
      await loop.advance(1)
      expect(sizes).toEqual([[10, 20]])
      expect(loop.journal).toEqual(['0 terminal: 20 by 10', '0 terminal: "é" is typed', '1 terminal: 21 by 11'])
    }))

  it('reads and writes little at once by chance', () =>
    running(
      async (loop) => {
        const handle = loop.terminal.open()
        handle.setRaw(true)
        const heard: string[] = []
        handle.watch('read', () => heard.push(new TextDecoder().decode(handle.read(100) ?? undefined)))
        loop.terminal.type('0123456789'.repeat(3))
        await loop.advance(1)
        expect([heard.join(''), heard.length > 1]).toEqual(['0123456789'.repeat(3), true])
        expect(handle.write('0123456789'.repeat(3))).not.toBeNull()
      },
      { faults: { shortReads: 1, shortWrites: 1 } },
    ))

  it('is in the report of a world that is stuck', async () => {
    const loop = new VirtualLoop()
    loop.terminal.openKeys().setRaw(true)
    await expect(loop.run()).rejects.toThrow(/terminal, raw, writing unwatched/)
  })

  it('refuses options it cannot mean', () => {
    const refused = (act: () => unknown): unknown => {
      try {
        return act()
      } catch (error) {
        return isPoeError(error) && error.code
      }
    }
    expect(refused(() => new VirtualLoop({ terminal: { rows: 0 } }))).toBe('ERR_POE_BAD_OPTION')
    expect(refused(() => new VirtualLoop({ terminal: { row: 5 } as never }))).toBe('ERR_POE_UNKNOWN_OPTION')
    const { terminal } = new VirtualLoop()
    expect(refused(() => terminal.resize(5, 0))).toBe('ERR_POE_BAD_OPTION')
    expect(refused(() => terminal.openKeys({ escapeTimeout: -1 }))).toBe('ERR_POE_BAD_OPTION')
    terminal.open()
    expect(refused(() => terminal.openKeys())).toBe('ERR_POE_TERMINAL_TAKEN')
    expect(refused(() => new VirtualLoop().terminal.open().watch('expedite', () => {}))).toBe('ERR_POE_NO_MODE')
  })
})
