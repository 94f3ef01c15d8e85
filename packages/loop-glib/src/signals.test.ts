import { afterEach, describe, expect, it } from 'vitest'
import {
  activate,
  emit,
  enable,
  newAction,
  newMountOperation,
  newService,
  ref,
  runDispose,
  unref,
} from './gio.test-kit.ts'
import { GlibLoop } from './index.ts'

const running: GlibLoop[] = []
afterEach(() => {
  for (const loop of running.splice(0)) loop.halt()
})

function rig() {
  const loop = new GlibLoop()
  running.push(loop)
  loop.attach({ turn() {}, signal() {}, exited() {} })
  return { loop, run: loop.run() }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('connect', () => {
  it('calls with the object and with what the signal carries', () => {
    const { loop } = rig()
    const heard: unknown[] = []
    const action = newAction('go', null)
    loop.connect(action, 'activate', (...values) => heard.push(values))
    activate(action, null)
    const operation = newMountOperation()
    loop.connect({ pointer: operation }, 'ask-password', (_, ...values) => heard.push(values))
    const text = ['str', 'grüße', 'str', 'me', 'str', null]
    emit(operation, 'ask-password', ...text, 'int', 5)
    expect(heard).toEqual([
      [action, null],
      ['grüße', 'me', null, 5],
    ])
    unref(operation)
    unref(action)
  })

  it('knows details, and several connections of one signal', () => {
    const { loop } = rig()
    const heard: string[] = []
    const action = newAction('go', null)
    loop.connect(action, 'notify::enabled', () => heard.push('enabled'))
    const second = loop.connect(action, 'notify', () => heard.push('any'))
    enable(action, 0)
    second[Symbol.dispose]()
    second[Symbol.dispose]()
    enable(action, 1)
    expect([heard, second.connected]).toEqual([['enabled', 'any', 'enabled'], false])
    unref(action)
  })

  it('gives the signal an answer of the kind it wants, and no other', () => {
    const { loop } = rig()
    const service = newService()
    let answer: unknown
    const one = loop.connect(service, 'incoming', () => answer)
    const answers = [true, false, 'yes', 1, undefined].map((given) => {
      answer = given
      const result = new Int32Array([7])
      emit(service, 'incoming', 'void *', null, 'void *', null, 'int *', result)
      return result[0]
    })
    expect(answers).toEqual([1, 0, 0, 0, 0])
    one[Symbol.dispose]()
    unref(service)
  })

  it('ends with its object, and disposes of what was called', () => {
    const { loop } = rig()
    const action = newAction('go', null)
    let disposed = 0
    const handler = Object.assign(() => {}, { [Symbol.dispose]: () => void disposed++ })
    const connection = loop.connect(action, 'activate', handler)
    expect([connection.connected, disposed]).toEqual([true, 0])
    unref(action)
    expect([connection.connected, disposed]).toEqual([false, 1])
    connection[Symbol.dispose]()
    expect(disposed).toBe(1)
  })

  it('can be ended, and its object with it, from within what is called', () => {
    const { loop } = rig()
    const action = newAction('go', null)
    let called = 0
    const connection = loop.connect(action, 'activate', (object) => {
      called++
      connection[Symbol.dispose]()
      runDispose(object)
    })
    activate(action, null)
    activate(action, null)
    expect(called).toBe(1)
    unref(action)
  })

  it('can be made from within what is called', () => {
    const { loop } = rig()
    const [outer, inner] = [newAction('outer', null), newAction('inner', null)]
    const heard: string[] = []
    loop.connect(outer, 'activate', () => {
      loop.connect(inner, 'activate', () => heard.push('inner'))
      activate(inner, null)
      heard.push('outer')
    })
    activate(outer, null)
    expect(heard).toEqual(['inner', 'outer'])
    for (const action of [outer, inner]) unref(action)
  })

  it('ends the run with what is thrown, after GLib is done with the signal', async () => {
    const { loop, run } = rig()
    const action = newAction('go', null)
    const heard: string[] = []
    loop.connect(action, 'activate', () => {
      throw new Error('broken')
    })
    loop.connect(action, 'activate', () => heard.push('the next one'))
    activate(action, null)
    expect(heard).toEqual(['the next one'])
    await expect(run).rejects.toThrow('broken')
    unref(action)
  })

  it('refuses signals that an object has not', () => {
    const action = newAction('go', null)
    const connect = () => new GlibLoop().connect(action, 'clicked', () => {})
    expect(connect).toThrow('An object of the type GSimpleAction has no signal "clicked".')
    expect(connect).toThrow(expect.objectContaining({ code: 'ERR_POE_NO_SIGNAL' }))
    unref(action)
  })

  for (const object of [0n, null, {}, { pointer: 5 }, 5])
    it(`refuses ${JSON.stringify(object, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))} for an object`, () => {
      const connect = () => new GlibLoop().connect(object as never, 'clicked', () => {})
      expect(connect).toThrow(expect.objectContaining({ code: 'ERR_POE_WINDOW' }))
    })

  it('leaves no callback behind, however many loops and connections there were', async () => {
    // More than 8192 callbacks at once are refused.
    const action = newAction('go', null)
    for (let i = 0; i < 3000; i++) {
      const loop = new GlibLoop()
      loop.connect(action, 'activate', () => {})[Symbol.dispose]()
      loop.watchDestroyed({ pointer: action }, () => {})[Symbol.dispose]()
      if (i % 500 === 0) await turn()
    }
    const [loop] = [new GlibLoop()]
    let called = 0
    for (let i = 0; i < 10_000; i++) loop.connect(action, 'activate', () => void called++)
    activate(action, null)
    expect(called).toBe(10_000)
    unref(action)
  })
})

describe('watchDestroyed', () => {
  it('calls once, from the host, when the object is gone', async () => {
    const { loop } = rig()
    const action = ref(newAction('go', null))
    const gone: string[] = []
    loop.watchDestroyed({ pointer: action }, () => gone.push('gone'))
    unref(action)
    await turn()
    expect(gone).toEqual([])
    unref(action)
    expect(gone).toEqual([])
    await turn()
    await turn()
    expect(gone).toEqual(['gone'])
  })

  it('calls nobody who no longer wants to know', async () => {
    const { loop } = rig()
    const action = newAction('go', null)
    const watch = loop.watchDestroyed({ pointer: action }, () => expect.unreachable())
    watch[Symbol.dispose]()
    watch[Symbol.dispose]()
    unref(action)
    await turn()
    await turn()
  })

  it('keeps it for the next run', async () => {
    const loop = new GlibLoop()
    running.push(loop)
    const action = newAction('go', null)
    let gone = 0
    loop.watchDestroyed({ pointer: action }, () => {
      gone++
      loop.halt()
    })
    unref(action)
    await turn()
    expect(gone).toBe(0)
    await loop.run()
    expect(gone).toBe(1)
  })

  it('refuses what is no object of GLib', () => {
    const watch = () => new GlibLoop().watchDestroyed({ document: {} }, () => {})
    expect(watch).toThrow('watchDestroyed() needs { pointer }')
  })
})
