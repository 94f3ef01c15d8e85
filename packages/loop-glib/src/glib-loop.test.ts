import { closeSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import koffi from 'koffi'
import { afterEach, describe, expect, it } from 'vitest'
import { every, forget, fromThread, idle, onReadable, removeSources } from './gio.test-kit.ts'
import { GlibLoop } from './index.ts'

const running: GlibLoop[] = []
afterEach(() => {
  for (const loop of running.splice(0)) loop.halt()
  forget()
})

function rig() {
  const loop = new GlibLoop()
  running.push(loop)
  loop.attach({ turn() {}, signal() {}, exited() {} })
  return { loop, run: loop.run() }
}

/** Something that comes by a callback; what never comes hangs the test, as nothing else wakes Node. */
function coming<T = void>(): { readonly here: (value: T) => void; readonly come: Promise<T> } {
  let here!: (value: T) => void
  const come = new Promise<T>((resolve) => {
    here = resolve
  })
  return { here, come }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('GlibLoop', () => {
  it('is called glib, and has sockets', () => {
    const loop = new GlibLoop()
    expect([loop.name, typeof loop.net.listen]).toEqual(['glib', 'function'])
  })

  for (const option of ['glib', 'gobject'])
    it(`says what to install where ${option} is not`, () => {
      const make = () => new GlibLoop({ [option]: 'libnowhere-2.0.so.0' })
      expect(make).toThrow(expect.objectContaining({ code: 'ERR_POE_NO_LIBRARY' }))
      expect(make).toThrow(/libnowhere-2\.0\.so\.0 cannot be opened .*apt-get install libglib2\.0-0/)
    })

  it('refuses options nobody knows, and gives the others to SelectLoop', () => {
    expect(() => new GlibLoop({ glibb: 'x' } as never)).toThrow('did you mean "glib"?')
    expect(() => new GlibLoop({ ptys: {} as never })).toThrow('must be pseudo-terminals')
  })

  it('has GLib call its idle sources, its timers and its descriptors', async () => {
    rig()
    for (const [what, add] of Object.entries({
      idle,
      timer: (call: () => void) => every(5, call),
      'second timer': (call: () => void) => every(1, call),
    })) {
      const { here, come } = coming<string>()
      add(() => here(what))
      expect(await come).toBe(what)
      removeSources()
    }
    const descriptor = koffi.load(null).func('int eventfd(int count, int flags)')(0, 0)
    const { here, come } = coming()
    await turn()
    onReadable(descriptor, () => here())
    await turn()
    writeSync(descriptor, BigUint64Array.of(1n))
    await come
    removeSources()
    await turn()
    closeSync(descriptor)
  })

  it('is woken by other threads', async () => {
    rig()
    await turn()
    const { here, come } = coming()
    fromThread(here)
    await come
  })

  it('calls timers of GLib no more often, and no less, than they are due', async () => {
    rig()
    let ticks = 0
    const { here, come } = coming()
    const began = performance.now()
    every(10, () => {
      if (++ticks === 5) here()
    })
    await come
    expect(performance.now() - began).toBeGreaterThanOrEqual(49)
  })

  it('lets Node go on while GLib always has something to do', async () => {
    rig()
    let idles = 0
    idle(() => idles++)
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(idles).toBeGreaterThan(20)
  })

  it('serves GLib while Node always has something to do', async () => {
    rig()
    const { here, come } = coming()
    let storming = true
    const storm = () => storming && setImmediate(storm)
    storm()
    every(1, here)
    await come
    storming = false
  })

  it('does nothing of GLib outside of run()', async () => {
    let idles = 0
    idle(() => idles++)
    const { loop, run } = rig()
    while (idles === 0) await turn()
    loop.halt()
    await run
    const before = idles
    for (let i = 0; i < 20; i++) await turn()
    expect(idles).toBe(before)
  })
})
