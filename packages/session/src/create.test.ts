import { setDefaultKernel } from '@poe/kernel'
import { describe, expect, it } from 'vitest'
import { Session } from './index.ts'
import { stage, thrown } from './rig.test-kit.ts'

const _start = () => {}

describe('Session.create, args', () => {
  it.each([
    [undefined, []],
    [[], []],
    [
      [1, 'two'],
      [1, 'two'],
    ],
    ['one', ['one']],
    [null, [null]],
    [{ a: 1 }, [{ a: 1 }]],
  ])('gives _start, for %j, %j', (args, wanted) => {
    const { kernel, trace } = stage()
    Session.create({ kernel, args, inlineStates: { _start: (_, ...given) => void trace.push(...given) } })
    expect(trace).toEqual(wanted)
  })
})

describe('Session.create, heap', () => {
  it('is an empty object of its own unless one is given', () => {
    const { kernel } = stage()
    const [one, two] = [1, 2].map(() => Session.create({ kernel, inlineStates: { _start } }))
    expect(one!.heap).toEqual({})
    expect(one!.heap).toBe(one!.heap)
    expect(one!.heap).not.toBe(two!.heap)
  })

  it('is what was given, the same in handlers and outside', () => {
    const { kernel, trace } = stage()
    const heap = { n: 1 }
    const session = Session.create({ kernel, heap, inlineStates: { _start: ({ heap }) => void trace.push(heap) } })
    expect(trace[0]).toBe(heap)
    expect(session.heap).toBe(heap)
  })

  it.each([null, 0, '', false])('may be %j', (heap) => {
    const { kernel } = stage()
    expect(Session.create({ kernel, heap, inlineStates: { _start } }).heap).toBe(heap)
  })

  it('is an empty object where it is undefined', () => {
    const { kernel } = stage()
    expect(Session.create({ kernel, heap: undefined, inlineStates: { _start } }).heap).toEqual({})
  })
})

describe('Session.create, kernel', () => {
  it('makes a child on the kernel a handler is given', async () => {
    const { kernel, trace } = stage()
    Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel }) => void Session.create({ kernel, inlineStates: { _start: () => 'begun' } }),
        _child: (_, reason, child, result) => void trace.push([reason, child.id, result]),
      },
    })
    await kernel.run()
    expect(trace).toEqual([
      ['create', 2, 'begun'],
      ['lose', 2, undefined],
    ])
  })

  it('takes the default kernel where none is given, and says what to do where there is none', () => {
    expect(thrown(() => Session.create({ inlineStates: { _start } }))).toBe(
      'ERR_POE_NO_KERNEL: Session.create() needs a kernel: give { kernel }, made by new Kernel({ loop }), or import from @poe/poe, which has one.',
    )
    const { kernel } = stage()
    setDefaultKernel(kernel)
    Session.create({ inlineStates: { _start } })
    expect(kernel.getSessionCount()).toBe(1)
  })
})

describe('Session.create, errors', () => {
  class Thing {
    name = 'thing'
    run(): void {}
  }

  it.each<[unknown, string]>([
    [5, 'ERR_POE_OPTIONS: Session.create() takes an object of options, not 5.'],
    [
      { inlineState: {} },
      'ERR_POE_UNKNOWN_OPTION: Session.create(): unknown option "inlineState"; did you mean "inlineStates"?',
    ],
    [
      { inlineStates: [] },
      'ERR_POE_BAD_OPTION: Session.create(): option "inlineStates" must be an object, not an array of 0.',
    ],
    [
      { objectStates: {} },
      'ERR_POE_BAD_OPTION: Session.create(): option "objectStates" must be an array, not an object.',
    ],
    [{ packageStates: 'x' }, 'ERR_POE_BAD_OPTION: Session.create(): option "packageStates" must be an array, not "x".'],
    [
      { inlineStates: { _start }, options: 5 },
      'ERR_POE_BAD_OPTION: Session.create(): option "options" must be an object, not 5.',
    ],
    [
      { inlineStates: { _start }, kernel: {} },
      'ERR_POE_BAD_OPTION: Session.create(): option "kernel" must be a kernel of this version of @poe/kernel.',
    ],
    [{}, 'ERR_POE_NO_START: Session.create() needs a handler for "_start": a session begins with it.'],
    [
      { inlineStates: { tick: _start } },
      'ERR_POE_NO_START: Session.create() needs a handler for "_start": a session begins with it.',
    ],
    [
      { inlineStates: { _start, tick: 5 } },
      'ERR_POE_HANDLER: Session.create(): the handler of "tick" in inlineStates must be a function, not 5.',
    ],
    [
      { objectStates: [new Thing()] },
      'ERR_POE_BAD_OPTION: Session.create(): objectStates takes pairs [object, methods], not a Thing.',
    ],
    [
      { objectStates: [[5, ['run']]] },
      'ERR_POE_BAD_OPTION: Session.create(): objectStates takes pairs [object, methods], the object not being 5.',
    ],
    [
      { packageStates: [[Thing]] },
      'ERR_POE_BAD_OPTION: Session.create(): packageStates takes pairs [object, methods], not an array of 1.',
    ],
    [
      { objectStates: [[new Thing(), 'run']] },
      'ERR_POE_BAD_OPTION: Session.create(): objectStates needs method names as an array, or a map from events to them, not "run".',
    ],
    [
      { objectStates: [[new Thing(), ['begin']]] },
      'ERR_POE_HANDLER: Session.create(): objectStates: a Thing has no method "begin", which is to handle "begin"; add it, or correct the name.',
    ],
    [
      { objectStates: [[new Thing(), { go: 'name' }]] },
      'ERR_POE_HANDLER: Session.create(): objectStates: a Thing has no method "name", which is to handle "go"; add it, or correct the name.',
    ],
    [
      { packageStates: [[Thing, { go: 5 }]] },
      'ERR_POE_HANDLER: Session.create(): packageStates: function Thing has no method 5, which is to handle "go"; add it, or correct the name.',
    ],
  ])('refuses %j, and has made nothing', (given, message) => {
    const { kernel } = stage()
    const params = typeof given === 'object' ? { kernel, ...given } : given
    expect(thrown(() => Session.create(params as never))).toBe(message)
    expect([kernel.getSessionCount(), kernel.getEventCount(), kernel.ledger()]).toEqual([0, 0, []])
  })
})
