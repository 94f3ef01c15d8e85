import { BrowserLoop } from '@poe/loop-browser'
import { testLoop } from '@poe/test-loops'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BridgedSite } from './bridged-site.ts'
import { startChromium } from './chromium.ts'
import { Control } from './control.ts'
import { kitOptions, lentInside } from './kit-options.ts'

/** What `page/kit.ts` offers. */
declare const kit: { readonly count: number; run(number: number, port: number): Promise<void> }

/** Who runs the tests: a page, or a worker of one. */
export interface Place {
  evaluate<R, A>(run: (argument: A) => R | Promise<R>, argument: A): Promise<R>
}

/** Declares every test of the kit, to be run in a place of Chromium. */
export function testIn(name: string, open: (browser: Browser, url: string) => Promise<Place>): void {
  describe(`in ${name} of Chromium`, () => {
    const site = new BridgedSite()
    const control = new Control()
    let browser: Browser
    let place: Place
    let port: number
    let names = 0

    beforeAll(async () => {
      const [url, at, started] = await Promise.all([site.start(), control.start(), startChromium()])
      port = at
      browser = started
      place = await open(browser, url)
    })

    afterAll(async () => {
      await browser?.close()
      control.stop()
      await site.stop()
    })

    const declare = (test: string): void => {
      const number = names++
      it(test, async () => {
        await place.evaluate(([one, at]) => kit.run(one, at), [number, port] as const)
      })
    }
    testLoop({ describe, it: declare }, { ...kitOptions, ...lentInside, create: () => new BrowserLoop() })

    it('knows as many tests as there are here', async () => {
      expect(await place.evaluate(() => kit.count, null)).toBe(names)
    })
  })
}
