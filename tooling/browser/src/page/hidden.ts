/** Alarms of a page that nobody sees. */
import { Kernel } from '@poe/kernel'
import { BrowserLoop } from '@poe/loop-browser'
import { Session } from '@poe/session'

const EVERY = 20
const { searchParams } = new URL(location.href)
const count = Number(searchParams.get('count'))
const name = searchParams.get('name') as string
const timerWorker = searchParams.get('worker') !== 'no'

function wait(milliseconds: number): Promise<number> {
  const since = performance.now()
  return new Promise((resolve) => setTimeout(() => resolve(performance.now() - since), milliseconds))
}

/** Until the browser holds the timers of this page back. */
async function heldBack(): Promise<void> {
  while ((await wait(EVERY)) < 500 || (await wait(EVERY)) < 500);
}

/** So many alarms, one after the other; gives how many timers of the page's own fired meanwhile. */
async function alarms(): Promise<number> {
  const kernel = new Kernel({ loop: new BrowserLoop({ timerWorker }) })
  let timers = 0
  const timer = setInterval(() => timers++, EVERY)
  let left = count
  Session.create({
    kernel,
    inlineStates: {
      _start: ({ kernel }) => void kernel.delay('tick', EVERY),
      tick: ({ kernel }) => {
        if (--left > 0) kernel.delay('tick', EVERY)
      },
    },
  })
  await kernel.run()
  clearInterval(timer)
  return timers
}

async function measure(): Promise<void> {
  await heldBack()
  const timers = await alarms()
  await fetch(`/say?${JSON.stringify({ name, hidden: document.hidden, alarms: count, timers })}`)
}

document.addEventListener('visibilitychange', () => void measure(), { once: true })
void fetch(`/say?${name} is ${document.visibilityState}`)
