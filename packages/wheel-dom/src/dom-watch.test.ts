import type { Untyped } from '@poe/kernel'
import { describe, expect, it } from 'vitest'
import { watch } from './index.ts'
import { Rig } from './rig.test-support.ts'

/** A button of no page. */
class Button extends EventTarget {
  listeners = 0
  onclick: ((event: Event) => unknown) | null = null

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++
    super.addEventListener(...args)
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--
    super.removeEventListener(...args)
  }

  click(): boolean {
    return this.dispatchEvent(new Event('click', { cancelable: true, bubbles: true }))
  }
}

describe('watch', () => {
  it('sends each DOM event with the id of the watch, before the browser goes on', async () => {
    const button = new Button()
    const rig = new Rig((ctx) => watch(ctx, button, 'click', 'clicked'), {
      clicked: (ctx, event: Event, id: number) => {
        rig.trace.push([event.type, id])
        event.preventDefault()
        if (rig.trace.length === 2) ctx.kernel.host.stop()
      },
    })
    await rig.run(() => {
      rig.trace.push(button.click(), button.click())
    })
    expect(rig.trace).toEqual([['click', 1], ['click', 1], '_stop', false, false])
  })

  it('keeps the session alive until it is disposed of, and hears nothing afterwards', async () => {
    const button = new Button()
    const rig = new Rig((ctx) => {
      ctx.heap.watch = watch(ctx, button, 'click', 'note')
    })
    await rig.run(() => {
      expect(rig.kernel.explain(rig.ctx.session)).toContain('watch(1) -> click')
      rig.ctx.heap.watch.dispose()
      rig.ctx.heap.watch.dispose()
      button.click()
      rig.kernel.post(rig.ctx.session, 'note', 'last')
    })
    expect([rig.trace, button.listeners, rig.ctx.heap.watch.disposed]).toEqual([['last', '_stop'], 0, true])
  })

  it('is freed with its session', async () => {
    const button = new Button()
    const rig = new Rig((ctx) => {
      watch(ctx, button, 'click', 'note')
      watch(ctx, button, 'click', 'note', { capture: true })
    })
    await rig.run(() => rig.kernel.stop(rig.ctx.session))
    button.click()
    expect([rig.trace, button.listeners, rig.kernel.ledger()]).toEqual([['_stop'], 0, []])
  })

  it('ends with the first event where that is asked for, before its handler is called', async () => {
    const button = new Button()
    const rig = new Rig(
      (ctx) => {
        ctx.heap.watch = watch(ctx, button, 'click', 'clicked', { once: true })
      },
      { clicked: ({ heap }) => void rig.trace.push(heap.watch.disposed) },
    )
    await rig.run(() => {
      button.click()
      button.click()
    })
    expect(rig.trace).toEqual([true, '_stop'])
  })

  it('prevents defaults and stops propagation by itself where that is asked for', async () => {
    const button = new Button()
    const rig = new Rig((ctx) => {
      watch(ctx, button, 'click', 'note', { preventDefault: true, stopPropagation: true, once: true })
    })
    await rig.run(() => {
      const event = new Event('click', { cancelable: true })
      button.dispatchEvent(event)
      rig.trace.length = 0
      rig.trace.push(event.defaultPrevented, event.cancelBubble)
    })
    expect(rig.trace).toEqual([true, true, '_stop'])
  })

  it('handles an event that a handler causes within that handler', async () => {
    const button = new Button()
    const rig = new Rig((ctx) => watch(ctx, button, 'click', 'clicked', { once: true }), {
      clicked: () => void rig.trace.push('clicked'),
      press: () => {
        button.click()
        rig.trace.push('pressed')
      },
    })
    await rig.run(() => rig.kernel.post(rig.ctx.session, 'press'))
    expect(rig.trace).toEqual(['clicked', 'pressed', '_stop'])
  })

  it('makes an exception of a handler the session’s', async () => {
    const button = new Button()
    const rig = new Rig((ctx) => watch(ctx, button, 'click', 'clicked'), {
      clicked: () => {
        throw new Error('broken')
      },
    })
    await expect(rig.run(() => void button.click())).rejects.toThrow('broken')
  })

  it.each<[string, (ctx: Untyped) => unknown, string]>([
    [
      'no target',
      (ctx) => watch(ctx, {} as never, 'click' as never, 'note' as never),
      'option "target" must be an event target',
    ],
    ['no type', (ctx) => watch(ctx, new Button(), '' as never, 'note'), 'option "type" must be the name of an event'],
    [
      'no event',
      (ctx) => watch(ctx, new Button(), 'click', '' as never),
      'option "event" must be the name of an event',
    ],
    [
      'an option that is none',
      (ctx) => watch(ctx, new Button(), 'click', 'note', { onse: true } as never),
      'did you mean "once"?',
    ],
    [
      'passive, and preventing',
      (ctx) => watch(ctx, new Button(), 'click', 'note', { passive: true, preventDefault: true }),
      'option "passive" must be left out where "preventDefault" is true',
    ],
  ])('refuses %s', (_, make, message) => {
    new Rig((ctx) => expect(() => make(ctx)).toThrow(message))
    expect.assertions(1)
  })
})
