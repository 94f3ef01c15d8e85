/** What happens to a page, as its sessions see it. What they see is kept where the next page finds it. */
import { Kernel, type Untyped } from '@poe/kernel'
import { BrowserLoop, type BrowserLoopOptions } from '@poe/loop-browser'
import { Session } from '@poe/session'

function note(text: string): void {
  localStorage.setItem('notes', `${localStorage.getItem('notes') ?? ''}${text};`)
}

/** A parent and a child with a far alarm, who note what becomes of them. */
function family(options: BrowserLoopOptions = {}): Kernel {
  const kernel = new Kernel({ loop: new BrowserLoop(options) })
  const states = (name: string) => ({
    goodbye: (_: Untyped, signal: string) => note(`${name} ${signal}`),
    _stop: () => note(`${name} stops`),
    wait: () => {},
  })
  const live = (ctx: Untyped): void => {
    ctx.kernel.sig('UIDESTROY', 'goodbye')
    ctx.kernel.delay('wait', 1e6)
  }
  Session.create({
    kernel,
    inlineStates: {
      ...states('parent'),
      _start(ctx) {
        live(ctx)
        Session.create({ kernel: ctx.kernel, inlineStates: { ...states('child'), _start: live } })
      },
    },
  })
  return kernel
}

/** Lives until the page is gone. */
function live(): void {
  void family()
    .run()
    .then(() => note('over'))
}

/** Lives until an element is removed; gives what was noted, and what is left. */
async function liveIn(selector: string, shadow: boolean): Promise<string> {
  const element = document.querySelector(selector) as Element
  const inner = shadow ? element.attachShadow({ mode: 'open' }).appendChild(document.createElement('p')) : element
  const kernel = family({ element: inner })
  const run = kernel.run()
  document.body.append(element)
  await new Promise((resolve) => setTimeout(resolve, 30))
  note('moved')
  element.remove()
  await run
  return `${localStorage.getItem('notes')}${kernel.ledger().length} left`
}

/** As `kernel.signalUiDestroy` has it, of an element and of what is no part of a page. */
async function liveWith(selector: string): Promise<string> {
  const kernel = family()
  const element = document.querySelector(selector) as Element
  let refused = ''
  try {
    kernel.signalUiDestroy({})
  } catch (error) {
    refused = (error as { code: string }).code
  }
  const spared = document.body.appendChild(document.createElement('p'))
  kernel.signalUiDestroy(spared)[Symbol.dispose]()
  kernel.signalUiDestroy(element)
  const run = kernel.run()
  spared.remove()
  await new Promise((resolve) => setTimeout(resolve, 30))
  note('spared')
  element.remove()
  await run
  return `${refused};${localStorage.getItem('notes')}`
}

/** Once the page is left: an alarm that is due while it is put away, to be noted when it is shown again. */
function tickAway(milliseconds: number): void {
  window.addEventListener('pagehide', () => {
    const kernel = new Kernel({ loop: new BrowserLoop() })
    Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel }) => void kernel.delay('tick', milliseconds),
        tick: () => note('tick'),
        _stop: () => note('stops'),
      },
    })
    void kernel.run()
  })
}

const notes = (): string => localStorage.getItem('notes') ?? ''

Object.assign(globalThis, { life: { live, liveIn, liveWith, tickAway, notes } })
