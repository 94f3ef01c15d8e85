import { describe, expect, it } from 'vitest'
import { alias } from './index.ts'
import { nothing, Rig } from './rig.test-kit.ts'

/** Two sessions held by a handle on each: what they may do to each other's names. */
function pair() {
  const rig = new Rig()
  const one = rig.start({ _start: nothing })
  const two = rig.start({ _start: nothing })
  return { rig, one, two, kernel: rig.kernel }
}

describe('aliases', () => {
  it('name a session until they are removed', () => {
    const { kernel, one } = pair()
    expect(one.kernel.aliasSet('b')).toBe(true)
    expect(one.kernel.aliasSet('a')).toBe(true)
    expect(one.kernel.aliasSet('a')).toBe(true)
    expect(kernel.aliasList(one)).toEqual(['a', 'b'])
    expect(one.kernel.aliasList()).toEqual(['a', 'b'])
    expect(kernel.aliasResolve('a')).toBe(one)
    expect(one.kernel.aliasRemove('a')).toBe(true)
    expect(one.kernel.aliasList()).toEqual(['b'])
    expect(one.kernel.aliasRemove('b')).toBe(true)
    expect(kernel.aliasResolve('b')).toBeUndefined()
    expect(kernel.errno).toBe('ESRCH')
  })

  it('belong to one session: EEXIST, EPERM, ESRCH', () => {
    const { kernel, one, two } = pair()
    one.kernel.aliasSet('it')
    expect(two.kernel.aliasSet('it')).toBe(false)
    expect(kernel.errno).toBe('EEXIST')
    expect(two.kernel.aliasRemove('it')).toBe(false)
    expect(kernel.errno).toBe('EPERM')
    expect(two.kernel.aliasRemove('that')).toBe(false)
    expect(kernel.errno).toBe('ESRCH')
    expect(kernel.aliasResolve('it')).toBe(one)
  })

  it('may be empty, look like a number, or be typed', () => {
    const { kernel, one, two } = pair()
    const typed = alias<{ log(line: string): void }>('logger')
    for (const name of ['', '2', typed]) expect(one.kernel.aliasSet(name)).toBe(true)
    // An alias that looks like an id is an alias: ids are numbers.
    expect(kernel.aliasResolve('2')).toBe(one)
    expect(kernel.aliasResolve(2)).toBe(two)
    expect(kernel.aliasResolve(typed)).toBe(one)
    expect(kernel.aliasList(one)).toEqual(['', '2', 'logger'])
  })

  it('are free again when their session stops, and dead sessions take none', async () => {
    const { rig, kernel, one } = pair()
    one.kernel.aliasSet('it')
    kernel.stop(one)
    expect(kernel.aliasResolve('it')).toBeUndefined()
    expect(one.kernel.aliasSet('it')).toBe(false)
    expect(kernel.errno).toBe('ESRCH')
    expect(kernel.post('it', 'x')).toBe(false)
    expect(one.kernel.aliasList()).toEqual([])
    await rig.run()
  })

  it('may name the kernel', () => {
    const { kernel } = new Rig()
    expect(kernel.aliasSet('boss')).toBe(true)
    expect(kernel.aliasResolve('boss')).toBe(kernel)
    expect(kernel.aliasRemove('boss')).toBe(true)
  })
})

describe('ids', () => {
  it('lead to sessions and back', () => {
    const { kernel, one, two } = pair()
    expect([one.id, two.id]).toEqual([1, 2])
    expect(kernel.idToSession(2)).toBe(two)
    expect(kernel.sessionToId(two)).toBe(2)
    expect(kernel.idToSession(kernel.id)).toBe(kernel)
    expect(kernel.sessionToId(kernel)).toBe(kernel.id)
    expect(kernel.sessionToId(one.kernel)).toBe(kernel.id)
    one.kernel.aliasSet('name')
    for (const id of [99, 'name', 'other']) {
      expect(kernel.idToSession(id)).toBeUndefined()
      expect(kernel.errno).toBe('ESRCH')
    }
  })

  it('of kernels differ', () => {
    expect(new Rig().kernel.id).not.toBe(new Rig().kernel.id)
    expect(new Rig().kernel.id).toMatch(/^time-3b9aca00-[0-9a-f]+$/)
  })

  it('go on over runs', async () => {
    const { rig } = pair()
    await rig.run()
    expect(rig.start({ _start: nothing }).id).toBe(3)
  })
})

describe('external references', () => {
  it('count by tag, and keep the session once per tag', () => {
    const { kernel, one } = pair()
    expect(kernel.refcountIncrement(one, 't')).toBe(1)
    expect(kernel.refcountIncrement(one.id, 't')).toBe(2)
    expect(kernel.refcountIncrement(one.id, '')).toBe(1)
    expect(kernel.ledger(one).filter(({ kind }) => kind === 'extref')).toMatchObject([
      { label: 't (2 times)' },
      { label: '' },
    ])
    expect(kernel.refcountDecrement(one, 't')).toBe(1)
    expect(kernel.refcountDecrement(one, 't')).toBe(0)
    expect(kernel.refcountDecrement(one, '')).toBe(0)
  })

  it('never fall below nothing: an unknown tag is ESRCH and leaves no trace', async () => {
    const { rig, kernel, one } = pair()
    for (const who of [one, 99]) {
      expect(kernel.refcountDecrement(who, 't')).toBeUndefined()
      expect(kernel.errno).toBe('ESRCH')
    }
    expect(kernel.refcountIncrement(99, 't')).toBeUndefined()
    expect(kernel.refcountIncrement(kernel as never, 't')).toBeUndefined()
    await rig.run()
  })

  it('taken and given back in _start do not kill the session early', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel, session }) {
        kernel.refcountIncrement(session, 't')
        kernel.refcountDecrement(session, 't')
        kernel.yield('go')
      },
      go: () => rig.log('go'),
      _stop: () => rig.log('stop'),
    })
    expect(await rig.run()).toEqual(['go', 'stop'])
  })

  it('given back in another session’s _stop stop a bystander before IDLE', async () => {
    const rig = new Rig()
    const states = { _stop: () => rig.log('bystander') }
    const bystander = rig.start({
      _start: ({ kernel, session }) => void kernel.refcountIncrement(session, 't'),
      ...states,
    })
    rig.start({
      _start({ kernel }) {
        kernel.aliasSet('watcher')
        kernel.sig('IDLE', 'idle')
      },
      idle: () => rig.log('idle'),
    })
    rig.start({ _start: nothing, _stop: ({ kernel }) => void kernel.refcountDecrement(bystander, 't') })
    expect(await rig.run()).toEqual(['bystander', 'idle'])
  })

  it('given back from outside a handler end what they held', async () => {
    const rig = new Rig()
    const session = rig.start({
      _start({ kernel, session: me }) {
        kernel.aliasSet('held')
        kernel.refcountIncrement(me, 't')
      },
      _stop: () => rig.log('stop'),
    })
    const run = rig.kernel.run()
    for (let i = 0; i < 5; i++) await new Promise(setImmediate)
    expect(rig.trace).toEqual([])
    // Now only the alias is left: the kernel is idle, and must notice.
    rig.kernel.refcountDecrement(session, 't')
    await run
    expect(rig.trace).toEqual(['stop'])
  })
})
