import { TimeLoop } from '@poe/loop'
import { PollLoop } from '@poe/loop-poll'
import { VirtualLoop } from '@poe/loop-virtual'
import { describe, expect, it } from 'vitest'
import { loopFor, type Runtime } from './choose-loop.ts'
import { chooseLoop, SelectLoop } from './index.ts'

const notThere = (name: string): never => {
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' })
}

/** A runtime with one loop of its own, and packages by a script. */
function runtime(packages: Readonly<Record<string, () => object>> = {}, asked?: string): Runtime & { names: string[] } {
  const names: string[] = []
  const load = (name: string): object => {
    names.push(name)
    return (packages[name] ?? notThere)(name)
  }
  return { loops: { select: () => new SelectLoop() }, asked, load, names }
}

const time = (): TimeLoop => new TimeLoop({ settle: async () => {} })
const refusal = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })
const refuse =
  (choice: unknown, packages: Readonly<Record<string, () => object>> = {}) =>
  (error: unknown) =>
    expect(() => loopFor(runtime(packages), choice as string)).toThrow(error as Error)

describe('which loop it is', () => {
  it('is the one that is given, or made', () => {
    const loop = time()
    expect(loopFor(runtime(), loop)).toBe(loop)
    expect(loopFor(runtime(), () => loop)).toBe(loop)
  })

  it('is the one of the environment, where none is given', () => {
    const packages = { '@poe/loop-virtual': () => ({ VirtualLoop }), '@poe/loop-poll': () => ({ PollLoop }) }
    expect(loopFor(runtime(packages, 'virtual'), undefined).name).toBe('virtual')
    expect(loopFor(runtime(packages, 'POE::Loop::Poll'), undefined).name).toBe('poll')
    expect(loopFor(runtime(packages, 'virtual'), 'select').name).toBe('select')
  })

  it.each([undefined, ''])('is the runtime’s own, where nobody asks (%j)', (asked) => {
    expect(loopFor(runtime({}, asked), undefined).name).toBe('select')
  })

  it.each(['select', 'Select', 'POE::Loop::Select', 'Loop::Select', 'POE::XS::Loop::Select', 'XS::Loop::Select'])(
    'is called as POE calls it: %s',
    (name) => {
      const here = runtime()
      expect([loopFor(here, name).name, here.names]).toEqual(['select', []])
    },
  )

  it.each([
    ['glib', '@poe/loop-glib'],
    ['POE::Loop::Tk', '@poe/loop-tk'],
    ['POE::Loop::Event_Lib', '@poe/loop-event-lib'],
    ['@somebody/loop-ev', '@somebody/loop-ev'],
    ['loop-ev', 'loop-ev'],
    ['./my-loop.js', './my-loop.js'],
  ])('is in a package: %s', (name, wanted) => {
    const loop = time()
    const here = runtime({ [wanted]: () => ({ createLoop: () => loop, AnyLoop: class {} }) })
    expect([loopFor(here, name) === loop, here.names]).toEqual([true, [wanted]])
  })
})

describe('a loop that cannot be had', () => {
  it('is told by what to install', () => {
    refuse('glib')(
      refusal(
        'ERR_POE_NO_LOOP',
        /^POE cannot use the loop "glib": @poe\/loop-glib is not installed; npm install @poe\/loop-glib\.$/,
      ),
    )
    refuse('POE::Loop::Tk')(refusal('ERR_POE_NO_LOOP', /"POE::Loop::Tk": @poe\/loop-tk is not installed; npm install/))
    refuse('@somebody/ev')(refusal('ERR_POE_NO_LOOP', /@somebody\/ev is not installed, or no file\.$/))
  })

  it('is told by who asked', () => {
    expect(() => loopFor(runtime({}, 'tk'), undefined)).toThrow(
      'POE cannot use POE_EVENT_LOOP "tk": @poe/loop-tk is not',
    )
  })

  it('is told by the name that may have been meant, or by all there are', () => {
    refuse('selct')(refusal('ERR_POE_NO_LOOP', /knows no such loop; did you mean "select"\?/))
    refuse('nonesuch')(
      refusal('ERR_POE_NO_LOOP', /there are select, virtual, poll, glib, tk, browser, or give the name/),
    )
  })

  it('is told by why its package does not work', () => {
    const broken = () => notThere('koffi')
    refuse('glib', { '@poe/loop-glib': broken })(
      refusal('ERR_POE_NO_LOOP', /"glib": @poe\/loop-glib cannot be loaded: Cannot find module 'koffi'\.$/),
    )
    const throwing = class ThrowingLoop {
      constructor() {
        chooseLoop('nonesuch')
      }
    }
    refuse('glib', { '@poe/loop-glib': () => ({ throwing, ThrowingLoop: throwing }) })(
      refusal(
        'ERR_POE_NO_LOOP',
        /^POE cannot use the loop "glib": @poe\/loop-glib: POE cannot use the loop "nonesuch"/,
      ),
    )
  })

  it('is a package that gives none, or several', () => {
    const none = /exports neither a function createLoop nor one class that is called …Loop/
    refuse('mine', { '@poe/loop-mine': () => ({ loop: 1 }) })(refusal('ERR_POE_NO_LOOP', none))
    const two = () => ({ OneLoop: SelectLoop, OtherLoop: SelectLoop })
    refuse('mine', { '@poe/loop-mine': two })(refusal('ERR_POE_NO_LOOP', none))
    const wrong = () => ({ createLoop: () => ({}) })
    refuse('mine', { '@poe/loop-mine': wrong })(refusal('ERR_POE_NO_LOOP', /has to be a loop, as SelectLoop is one/))
  })

  it('is anything that is no loop', () => {
    for (const wrong of [null, 5, {}, () => ({})])
      refuse(wrong)(refusal('ERR_POE_BAD_OPTION', /has to be a loop, as SelectLoop is one/))
  })

  it('is any other one where nothing can be loaded', () => {
    const page: Runtime = { loops: { browser: time } }
    expect(loopFor(page, undefined)).toBeInstanceOf(TimeLoop)
    expect(() => loopFor(page, 'select')).toThrow('POE cannot use the loop "select": here there is only browser.')
  })
})

describe('chooseLoop', () => {
  it('gives loops for kernels of one’s own', () => {
    expect([chooseLoop().name, chooseLoop('select').name]).toEqual(['select', 'select'])
    expect(chooseLoop()).not.toBe(chooseLoop())
  })
})
