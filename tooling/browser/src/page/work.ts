/** What a page does besides while a session is busy. */
import { Kernel } from '@poe/kernel'
import { BrowserLoop } from '@poe/loop-browser'
import { Session } from '@poe/session'
import { watch, watchFrames } from '@poe/wheel-dom'

/** A session that yields to itself for ever, and what the page does meanwhile: until so many frames, timers and clicks. */
async function busy(wanted: number): Promise<Record<string, number>> {
  const kernel = new Kernel({ loop: new BrowserLoop() })
  const done = { events: 0, frames: 0, timers: 0, clicks: 0 }
  const button = document.body.appendChild(document.createElement('button'))
  button.id = 'press'
  const timer = setInterval(() => void done.timers++, 1)
  Session.create({
    kernel,
    inlineStates: {
      _start(ctx) {
        watchFrames(ctx, window, 'drawn')
        watch(ctx, button, 'click', 'clicked')
        ctx.kernel.yield('again')
      },
      again: ({ kernel }) => {
        done.events++
        kernel.yield('again')
      },
      drawn: ({ kernel }, time: number) => {
        if (time > performance.now()) throw new Error('a frame of the future')
        if (++done.frames >= wanted && done.timers >= wanted && done.clicks > 0) kernel.stop()
      },
      clicked: () => void done.clicks++,
    },
  })
  await kernel.run()
  clearInterval(timer)
  return done
}

/** A form whose sending a handler prevents, and a link whose following an option does. */
async function forms(): Promise<string[]> {
  const kernel = new Kernel({ loop: new BrowserLoop() })
  const heard: string[] = []
  document.body.innerHTML =
    '<form action="/empty"><input name="text" value="hello"><button id="send">Send</button></form><a id="link" href="/empty">away</a>'
  const form = document.querySelector('form') as HTMLFormElement
  const link = document.querySelector('a') as HTMLAnchorElement
  Session.create({
    kernel,
    inlineStates: {
      _start(ctx) {
        watch(ctx, form, 'submit', 'sent')
        watch(ctx, link, 'click', 'followed', { preventDefault: true, once: true })
      },
      sent(_ctx, event: SubmitEvent) {
        event.preventDefault()
        heard.push(String(new FormData(form).get('text')))
      },
      followed({ kernel }, event: MouseEvent) {
        heard.push(`prevented ${event.defaultPrevented}`)
        kernel.yield('end')
      },
      end: ({ kernel }) => kernel.stop(),
    },
  })
  const run = kernel.run()
  ;(document.querySelector('#send') as HTMLElement).click()
  link.click()
  await run
  link.remove()
  return [...heard, location.pathname, `${kernel.ledger().length} left`]
}

Object.assign(globalThis, { work: { busy, forms } })
